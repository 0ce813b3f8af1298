// Short forms for the tests of the chat dialect.
using System.Buffers;
using System.Text;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Tests.Dialects;

internal static class Chat
{
    internal static IDialectAdapter Adapter => DialectAdapters.Of(Dialect.OpenAIChat);

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static RequestHead Head(string body) =>
        Adapter.ReadHead(Bytes(body), out var error) ?? throw new InvalidOperationException(error!.Message);

    internal static RouterError? Refusal(string body)
    {
        var head = Adapter.ReadHead(Bytes(body), out var error);
        return head is null ? error : null;
    }

    /// <summary>The body as it goes to an upstream whose name for the model is given.</summary>
    internal static string Edited(string body, string upstreamModel)
    {
        var bytes = Bytes(body);
        return Encoding.UTF8.GetString(JsonEdits.Apply(bytes, PassthroughEdits.Of(Head(body), Head(body).FixedEdits, bytes, upstreamModel)).ToArray());
    }

    /// <summary>Runs a stream through framer and observer in pieces of <paramref name="step"/> bytes.</summary>
    internal static (IStreamObserver Observer, List<FrameFacts> Facts, List<string?> Models) Watch(
        string stream, bool callerWantsUsage = false, int step = int.MaxValue, bool wantModel = false)
    {
        using var framer = new SseFramer();
        var observer = Adapter.CreateObserver(callerWantsUsage, answers: 1);
        var facts = new List<FrameFacts>();
        var models = new List<string?>();
        var bytes = Bytes(stream);
        for (var at = 0; at < bytes.Length; at += step)
        {
            var length = Math.Min(step, bytes.Length - at);
            bytes.AsSpan(at, length).CopyTo(framer.GetMemory(length).Span);
            framer.Advance(length);
            while (framer.TryRead(out var frame))
            {
                See(frame);
            }

            if (step == int.MaxValue)
            {
                break;
            }
        }

        if (framer.TryReadRemainder(out var rest))
        {
            See(rest);
        }

        observer.Complete();
        return (observer, facts, models);

        void See(in SseFrame frame)
        {
            facts.Add(observer.Observe(frame, wantModel));
            models.Add(observer.ModelStart < 0 ? null : Encoding.UTF8.GetString(frame.Raw.Slice(observer.ModelStart, observer.ModelLength)));
        }
    }
}
