// An upstream's bytes through reader and writer of two dialects, as the relay joins them, without a relay around.
using System.Buffers;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Tests.Fuzz;

internal static class TranslatedStream
{
    private static readonly ReasoningSeal Seal = new(new byte[ReasoningSeal.KeyLength]);

    /// <summary>What the caller gets: all of it, with the error event where the upstream's answer is none.</summary>
    /// <param name="size">How many bytes come with the next read.</param>
    public static (byte[] Output, bool Failed) Write(Dialect upstream, Dialect caller, ReadOnlySpan<byte> stream, Func<int> size)
    {
        var losses = new LossList();
        var output = new ArrayBufferWriter<byte>();
        using var reader = Translators.Of(upstream).AnswerReader.Open(new AnswerSource(TargetTraits.Of(upstream), caller, "", losses));
        using var writer = Translators.Of(caller).AnswerWriter.Open(Context(upstream, caller, losses), output);
        var failure = Read(reader, new AnswerMeter(writer), stream, size);
        if (failure is not null)
        {
            writer.Fail(new RouterError(ErrorCode.UpstreamFailed, "It stopped."));
        }

        return (output.WrittenSpan.ToArray(), failure is not null);
    }

    private static AnswerFailure? Read(IAnswerStreamReader reader, AnswerMeter sink, ReadOnlySpan<byte> stream, Func<int> size)
    {
        using var framer = new SseFramer();
        for (var at = 0; at < stream.Length;)
        {
            var count = Math.Min(size(), stream.Length - at);
            stream.Slice(at, count).CopyTo(framer.GetMemory(count).Span);
            framer.Advance(count);
            at += count;
            while (framer.TryRead(out var frame))
            {
                if (reader.Read(frame, sink) is { } failure)
                {
                    return failure;
                }

                if (sink.Ended)
                {
                    return null;
                }
            }
        }

        return (framer.TryReadRemainder(out var rest) ? reader.Read(rest, sink) : null) ?? reader.Complete(sink);
    }

    public static AnswerContext Context(Dialect upstream, Dialect caller, LossList losses) => new(
        new InferenceRequest { Source = caller, Stream = true, StreamUsage = true },
        "req_0123", "0123456789abcdef0123456789abcdef", 1_760_000_000, "up-model",
        new ReasoningOrigin("provider", "up-model", upstream), Seal, losses);
}
