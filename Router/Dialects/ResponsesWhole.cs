// What a response object holds.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Points into the object's bytes.</summary>
internal ref struct ResponsesWhole
{
    internal ReadOnlySpan<byte> Model { get; private set; }

    internal ReadOnlySpan<byte> Status { get; private set; }

    internal ReadOnlySpan<byte> ServiceTier { get; private set; }

    internal ReadOnlySpan<byte> IncompleteReason { get; private set; }

    /// <summary>The list <c>output</c>.</summary>
    internal ReadOnlySpan<byte> Output { get; private set; }

    internal UpstreamErrorFacts? Error { get; private set; }

    internal readonly bool IsFailed => Status.SequenceEqual("failed"u8);

    /// <exception cref="JsonException">It is not one whole JSON object; what half of one counted is not counted.</exception>
    internal static ResponsesWhole Of(ReadOnlySpan<byte> json, scoped ref OpenAIUsageCounts usage)
    {
        var whole = default(ResponsesWhole);
        var counts = usage;
        var reader = new JsonReader(json);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.NextMember())
        {
            if (reader.Is("usage"u8))
            {
                reader.Read();
                counts.Read(ref reader);
            }
            else if (reader.Is("error"u8))
            {
                reader.Read();
                whole.Error = UpstreamErrorReader.ReadValue(ref reader);
            }
            else if (reader.Is("output"u8))
            {
                whole.Output = reader.ReadRaw();
            }
            else if (reader.Is("incomplete_details"u8))
            {
                whole.IncompleteReason = ReadReason(ref reader);
            }
            else if (reader.Is("model"u8))
            {
                whole.Model = reader.ReadText();
            }
            else if (reader.Is("status"u8))
            {
                whole.Status = reader.ReadText();
            }
            else if (reader.Is("service_tier"u8))
            {
                whole.ServiceTier = reader.ReadText();
            }
            else
            {
                reader.Skip();
            }
        }

        if (reader.Read())
        {
            throw new JsonException();
        }

        usage = counts;
        return whole;
    }

    private static ReadOnlySpan<byte> ReadReason(scoped ref JsonReader reader)
    {
        reader.Read();
        ReadOnlySpan<byte> reason = default;
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return reason;
        }

        while (reader.NextMember())
        {
            if (reader.Is("reason"u8))
            {
                reason = reader.ReadText();
            }
            else
            {
                reader.Skip();
            }
        }

        return reason;
    }
}
