// Holds what reads the streams of the dialects to its one law on any input: it never throws, and whatever came it can end the stream.
using System.Buffers;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Tests.Fuzz;

internal static class DialectCheck
{
    private static readonly Dialect[] Dialects = Enum.GetValues<Dialect>();

    /// <summary>Null when the law holds for a pair of dialects that <paramref name="random"/> picks, else what does not.</summary>
    public static string? Fault(byte[] stream, Random random)
    {
        var (upstream, caller) = (Dialects[random.Next(Dialects.Length)], Dialects[random.Next(Dialects.Length)]);
        try
        {
            if (upstream == caller)
            {
                Observe(upstream, stream);
                return null;
            }

            var (whole, _) = TranslatedStream.Write(upstream, caller, stream, () => stream.Length);
            var (cut, _) = TranslatedStream.Write(upstream, caller, stream, () => random.Next(1, 200));
            return whole.AsSpan().SequenceEqual(cut) ? null : $"{upstream} to {caller}: it depends on how the bytes are cut";
        }
        catch (Exception error)
        {
            return $"{upstream} to {caller}: {error}";
        }
    }

    private static void Observe(Dialect dialect, byte[] stream)
    {
        var observer = DialectAdapters.Of(dialect).CreateObserver(callerWantsUsage: true, answers: 1);
        using var framer = new SseFramer();
        stream.CopyTo(framer.GetMemory(stream.Length).Span);
        framer.Advance(stream.Length);
        while (framer.TryRead(out var frame))
        {
            observer.Observe(frame, wantModel: true);
        }

        if (framer.TryReadRemainder(out var rest))
        {
            observer.Observe(rest, wantModel: true);
        }

        observer.Complete();
        observer.WriteError(
            new ArrayBufferWriter<byte>(), new RouterError(ErrorCode.UpstreamFailed, "It stopped."), new StreamFailure("req_0123", 1_760_000_000, "group"));
    }
}
