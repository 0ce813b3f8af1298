// Takes requests and answers from one dialect to another, as the relay does it.
using System.Buffers;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Dialects;
using Router.Wire;

namespace Router.Tests.Laws;

internal static class Crossing
{
    private const string Seed = "0123456789abcdef0123456789abcdef";

    public static IReadOnlyList<Dialect> Dialects { get; } = Enum.GetValues<Dialect>();

    /// <summary>A target that can do all that its dialect can.</summary>
    public static TargetProfile Target(Dialect dialect) => new(new ReasoningOrigin("provider", "model-1", dialect), TargetTraits.Of(dialect));

    /// <summary>Null when the body is refused, with words.</summary>
    public static InferenceRequest? Read(Dialect dialect, ReadOnlyMemory<byte> body)
    {
        var members = new List<TopLevelMember>();
        if (!JsonDocumentScan.TryScan(body.Span, members, out _))
        {
            return null;
        }

        var request = Translators.Of(dialect).RequestReader.Read(body, new RequestReading(Messages.Seal), out var error);
        return request is null == error is null
            ? throw new InvalidOperationException("Neither a request nor an error, or both.")
            : request;
    }

    public static (byte[] Body, LossList Losses, ToolNames Names) Write(InferenceRequest request, TargetProfile target)
    {
        var output = new ArrayBufferWriter<byte>();
        var losses = new LossList();
        var names = Translators.Of(target.Dialect).RequestWriter.Write(request, target, output, losses);
        return (output.WrittenSpan.ToArray(), losses, names);
    }

    /// <summary>For an answer of one dialect's target to a caller of another.</summary>
    public static AnswerContext Context(Dialect upstream, Dialect caller, LossList losses) => new(
        new InferenceRequest { Source = caller, Stream = true, StreamUsage = true, Reasoning = new ReasoningWish { Sealed = true } },
        "req_" + Seed, Seed, 1_760_000_000, "model-1", Target(upstream).Origin, Messages.Seal, losses);

    public static byte[] WriteStream(AnswerContext context, Action<IAnswerStreamWriter> play)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = Translators.Of(context.Request.Source).AnswerWriter.Open(context, output);
        play(writer);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] WriteBody(AnswerContext context, Action<IAnswerSink> play)
    {
        var output = new ArrayBufferWriter<byte>();
        using var fold = new AnswerFold();
        play(fold);
        Translators.Of(context.Request.Source).AnswerWriter.Write(context, fold, output);
        return output.WrittenSpan.ToArray();
    }

    public static AnswerSource Source(Dialect upstream, Dialect caller, LossList losses) => new(TargetTraits.Of(upstream), caller, "", losses);

    /// <summary>Reads a stream that comes in pieces of the sizes given.</summary>
    public static AnswerFailure? ReadStream(ReadOnlySpan<byte> bytes, AnswerSource source, IAnswerSink sink, Func<int> size)
    {
        using var framer = new SseFramer();
        using var reader = Translators.Of(source.Traits.Dialect).AnswerReader.Open(source);
        AnswerFailure? failure = null;
        while (!bytes.IsEmpty && failure is null)
        {
            var length = Math.Min(size(), bytes.Length);
            bytes[..length].CopyTo(framer.GetMemory(length).Span);
            framer.Advance(length);
            bytes = bytes[length..];
            while (failure is null && framer.TryRead(out var frame))
            {
                failure = reader.Read(frame, sink);
            }
        }

        if (failure is null && framer.TryReadRemainder(out var rest))
        {
            failure = reader.Read(rest, sink);
        }

        return failure ?? reader.Complete(sink);
    }

    public static AnswerFailure? ReadBody(ReadOnlyMemory<byte> body, AnswerSource source, IAnswerSink sink) =>
        Translators.Of(source.Traits.Dialect).AnswerReader.Read(body, source, sink);
}
