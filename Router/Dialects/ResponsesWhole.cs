// What a response object holds.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Points into the object's bytes.</summary>
internal ref struct ResponsesWhole
{
    internal ReadOnlySpan<byte> Id { get; private set; }

    internal ReadOnlySpan<byte> Model { get; private set; }

    internal ReadOnlySpan<byte> Status { get; private set; }

    internal ReadOnlySpan<byte> ServiceTier { get; private set; }

    internal ReadOnlySpan<byte> IncompleteReason { get; private set; }

    /// <summary>The list <c>output</c>.</summary>
    internal ReadOnlySpan<byte> Output { get; private set; }

    internal UpstreamErrorFacts? Error { get; private set; }

    internal readonly bool IsFailed => Status.SequenceEqual("failed"u8);

    /// <exception cref="JsonException">It is not one whole JSON object.</exception>
    internal static ResponsesWhole Of(ReadOnlySpan<byte> json, scoped ref OpenAIUsageCounts usage)
    {
        var whole = default(ResponsesWhole);
        var reader = DialectJson.Reader(json);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "usage"u8))
            {
                reader.Read();
                usage.Read(ref reader);
            }
            else if (JsonText.ValueIs(reader, "error"u8))
            {
                reader.Read();
                whole.Error = UpstreamErrorReader.ReadValue(ref reader);
            }
            else if (JsonText.ValueIs(reader, "output"u8))
            {
                whole.Output = DialectJson.Value(ref reader, json);
            }
            else if (JsonText.ValueIs(reader, "incomplete_details"u8))
            {
                whole.IncompleteReason = ReadReason(ref reader);
            }
            else if (JsonText.ValueIs(reader, "id"u8))
            {
                whole.Id = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "model"u8))
            {
                whole.Model = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "status"u8))
            {
                whole.Status = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "service_tier"u8))
            {
                whole.ServiceTier = DialectJson.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return reader.Read() ? throw new JsonException() : whole;
    }

    private static ReadOnlySpan<byte> ReadReason(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        ReadOnlySpan<byte> reason = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return reason;
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "reason"u8))
            {
                reason = DialectJson.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return reason;
    }
}
