// Runs whole streams through the framer and a dialect's observer.
using System.Buffers;
using System.Text;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Tests.Dialects;

internal static class DialectWatch
{
    /// <summary>The observer at the stream's end, and what it made of each frame.</summary>
    internal static (IStreamObserver Observer, List<FrameFacts> Facts) Watch(Dialect dialect, string stream, int step = int.MaxValue)
    {
        using var framer = new SseFramer();
        var observer = DialectAdapters.Of(dialect).CreateObserver(callerWantsUsage: true, answers: 1);
        var facts = new List<FrameFacts>();
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var at = 0; at < bytes.Length; at += Math.Min(step, bytes.Length - at))
        {
            var length = Math.Min(step, bytes.Length - at);
            bytes.AsSpan(at, length).CopyTo(framer.GetMemory(length).Span);
            framer.Advance(length);
            while (framer.TryRead(out var frame))
            {
                facts.Add(observer.Observe(frame));
            }
        }

        if (framer.TryReadRemainder(out var rest))
        {
            facts.Add(observer.Observe(rest));
        }

        observer.Complete();
        return (observer, facts);
    }

    /// <summary>The event or events that the observer ends its stream with.</summary>
    internal static string ErrorOf(IStreamObserver observer, ErrorCode code)
    {
        var output = new ArrayBufferWriter<byte>();
        observer.WriteError(output, new RouterError(code, "It stopped."), new StreamFailure("req_0123", 1_760_000_000, "chat"));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
