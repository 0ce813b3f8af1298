// Holds the translators to what they promise for any input: no exception, no made-up end, and an output that can be read.
using System.Diagnostics;
using System.Text;
using System.Text.Unicode;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Laws;
using Router.Wire;

namespace Router.Tests.Fuzz;

internal static class TranslatorCheck
{
    /// <summary>Of the clock on the wall, so a busy machine must fit in it too.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Null when all holds, else what does not.</summary>
    public static string? Fault(FuzzInput input, Random random)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            var fault = input.Kind switch
            {
                FuzzKind.Request => OfRequest(input, random),
                FuzzKind.Answer => OfAnswer(input, random),
                FuzzKind.Stream => OfStream(input, random),
            };
            return fault ?? (Stopwatch.GetElapsedTime(since) > Longest ? "it took far too long" : null);
        }
        catch (Exception error)
        {
            return error.ToString();
        }
    }

    private static string? OfRequest(FuzzInput input, Random random)
    {
        DialectAdapters.Of(input.Dialect).ReadHead(input.Bytes, out _);
        if (Crossing.Read(input.Dialect, input.Bytes) is not { } request)
        {
            return null;
        }

        foreach (var dialect in Crossing.Dialects)
        {
            var target = Crossing.Target(dialect);
            var (body, losses, _) = Crossing.Write(request, random.Next(2) == 0 ? target : target with { Traits = Limits.Of(target.Traits, random) });
            if (!Utf8.IsValid(body) || (!JsonDocumentScan.TryScan(body, [], out var fault) && !losses.AnyRefused))
            {
                return $"what goes to {dialect} is no document: {Encoding.UTF8.GetString(body)}";
            }
        }

        return null;
    }

    private static string? OfAnswer(FuzzInput input, Random random)
    {
        DialectAdapters.Of(input.Dialect).ReadAnswer(input.Bytes);
        var caller = (Dialect)random.Next(3);
        var losses = new LossList();
        AnswerFailure? failure = null;
        var ended = false;
        var body = Crossing.WriteBody(Crossing.Context(input.Dialect, caller, losses), fold =>
        {
            var grammar = new GrammarCheck(fold);
            failure = Crossing.ReadBody(input.Bytes, Crossing.Source(input.Dialect, caller, losses), grammar);
            ended = grammar.Ended;
            if (!ended)
            {
                // A body is only written from a whole answer.
                fold.End(default);
            }
        });
        return ended == failure is not null ? $"an end and a failure ({failure?.Kind}), or neither"
            : !ended ? null
            : Crossing.ReadBody(body, Crossing.Source(caller, caller, losses), new GrammarCheck()) is { } unread
                ? $"what goes to {caller} is {unread.Kind}: {Encoding.UTF8.GetString(body)}"
                : null;
    }

    private static string? OfStream(FuzzInput input, Random random)
    {
        var caller = (Dialect)random.Next(3);
        var losses = new LossList();
        Watch(input, random);
        AnswerFailure? failure = null;
        var ended = false;
        var context = Crossing.Context(input.Dialect, caller, losses);
        var stream = Crossing.WriteStream(context, writer =>
        {
            using var restore = new ToolRestore(ToolNames.Unchanged, context.Report, writer);
            var grammar = new GrammarCheck(restore);
            failure = Crossing.ReadStream(input.Bytes, Crossing.Source(input.Dialect, caller, losses), grammar, () => random.Next(1, 400));
            ended = grammar.Ended;
            if (!ended)
            {
                writer.Fail(new RouterError(ErrorCode.UpstreamTruncated, "It stopped."));
            }
        });
        if (ended == failure is not null)
        {
            return $"an end and a failure ({failure?.Kind}), or neither";
        }

        if (ended && !MayEnd(input))
        {
            return "an end that the upstream did not say";
        }

        var told = new GrammarCheck();
        var read = Crossing.ReadStream(stream, Crossing.Source(caller, caller, losses), told, () => int.MaxValue);
        return !Utf8.IsValid(stream) || told.Ended != ended || (!ended && read is not { Kind: AnswerFailureKind.Reported })
            ? $"{caller} is told {(told.Ended ? "an end" : read?.Kind.ToString())} of what {(ended ? "ended" : $"failed ({failure!.Kind})")}: {Encoding.UTF8.GetString(stream)}"
            : null;
    }

    /// <summary>The same-dialect route watches what it does not translate.</summary>
    private static void Watch(FuzzInput input, Random random)
    {
        using var framer = new SseFramer();
        var observer = DialectAdapters.Of(input.Dialect).CreateObserver(callerWantsUsage: true, answers: 1);
        input.Bytes.CopyTo(framer.GetMemory(input.Bytes.Length).Span);
        framer.Advance(input.Bytes.Length);
        while (framer.TryRead(out var frame))
        {
            observer.Observe(frame, wantModel: random.Next(2) == 0);
        }

        if (framer.TryReadRemainder(out var rest))
        {
            observer.Observe(rest);
        }

        observer.Complete();
    }

    /// <summary>True when the bytes hold a word that ends an answer of their dialect.</summary>
    private static bool MayEnd(FuzzInput input) => input.Dialect switch
    {
        Dialect.OpenAIChat => Has(input, "finish_reason"u8) || Has(input, "[DONE]"u8),
        Dialect.OpenAIResponses => Has(input, "response.completed"u8) || Has(input, "response.incomplete"u8),
        Dialect.AnthropicMessages => Has(input, "message_stop"u8),
    };

    private static bool Has(FuzzInput input, ReadOnlySpan<byte> word) => input.Bytes.AsSpan().IndexOf(word) >= 0;
}
