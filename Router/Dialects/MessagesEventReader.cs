// Reads Messages answers as events.
using System.Text.Json;
using System.Text.Unicode;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A whole message is told through the same block reader as a stream.</summary>
internal sealed class MessagesEventReader : IAnswerReader
{
    /// <inheritdoc/>
    public IAnswerStreamReader Open(AnswerSource source) => new MessagesEventStreamReader(source);

    /// <inheritdoc/>
    public AnswerFailure? Read(ReadOnlyMemory<byte> body, AnswerSource source, IAnswerSink sink)
    {
        try
        {
            return Utf8.IsValid(body.Span) ? Read(body.Span, source, sink) : AnswerFailure.Garbage;
        }
        catch (JsonException)
        {
            return AnswerFailure.Garbage;
        }
    }

    /// <summary>The facts of an error that the service reports.</summary>
    internal static AnswerFailure Reported(ReadOnlySpan<byte> document) => new(
        AnswerFailureKind.Reported, UpstreamErrorReader.ReadDocument(document) ?? new UpstreamErrorFacts(null));

    /// <summary>How an answer begins.</summary>
    /// <param name="message">The whole message, or the one at the head of a stream.</param>
    internal static AnswerStart StartOf(in MessagesEvent message) => new(message.Model.IsEmpty ? null : JsonText.Decode(message.Model))
    {
        ServiceTier = MessagesEvent.TierIn(message.Usage),
    };

    private static AnswerFailure? Read(ReadOnlySpan<byte> body, AnswerSource source, IAnswerSink sink)
    {
        // Reading the top to its end proves all of it valid before anything is told.
        var message = MessagesEvent.Read(body);
        var counts = new MessagesUsageCounts();
        var counted = Counted(ref counts, message.Usage, isStart: false);
        if (message.Kind == MessagesEventKind.Error || !message.Error.IsEmpty)
        {
            return Reported(body) with { Counted = counted };
        }

        if (message.Content.IsEmpty || message.Content[0] != '[')
        {
            return AnswerFailure.Garbage with { Counted = counted };
        }

        sink.Begin(StartOf(message));
        using var parts = new MessagesAnswerParts(source);
        var reader = new JsonReader(message.Content);
        reader.Read();
        while (reader.NextElement())
        {
            parts.Start(MessagesBlock.Read(ref reader), sink);
            parts.Stop(sink);
        }

        if (!counted.Tokens.IsEmpty)
        {
            sink.Count(counted);
        }

        if (!MessagesStopReasons.TryRead(message.StopReason, message.StopSequence, message.StopDetails, parts.HasCall, source, out var end))
        {
            return AnswerFailure.Untranslatable with { Counted = counted };
        }

        sink.End(end);
        return null;
    }

    /// <summary>Reads a <c>usage</c> value, and tells the counts if there are any.</summary>
    internal static void Count(ref MessagesUsageCounts counts, ReadOnlySpan<byte> usage, bool isStart, IAnswerSink sink)
    {
        if (Counted(ref counts, usage, isStart) is { Tokens.IsEmpty: false } counted)
        {
            sink.Count(counted);
        }
    }

    private static UsageReport Counted(ref MessagesUsageCounts counts, ReadOnlySpan<byte> usage, bool isStart)
    {
        var reader = new JsonReader(usage);
        if (!usage.IsEmpty && reader.Read())
        {
            counts.Read(ref reader, isStart);
        }

        return new UsageReport(counts.ToUsage());
    }
}
