// What stands in one event of a Messages stream, or in a whole message.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Slices of the document, in whatever order its members stand; what is not there is empty.</summary>
internal ref struct MessagesEvent
{
    internal MessagesEventKind Kind { get; private set; }

    /// <summary>The block that begins, or the piece.</summary>
    internal MessagesBlock Block { get; private set; }

    /// <summary>A JSON value: the message at the head of a stream.</summary>
    internal ReadOnlySpan<byte> Message { get; private set; }

    /// <summary>A JSON value: the list of blocks of a whole message.</summary>
    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> Usage { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> Error { get; private set; }

    internal ReadOnlySpan<byte> Id { get; private set; }

    internal ReadOnlySpan<byte> Model { get; private set; }

    /// <summary>Of a whole message.</summary>
    internal ReadOnlySpan<byte> StopReason { get; private set; }

    /// <inheritdoc cref="StopReason"/>
    internal ReadOnlySpan<byte> StopSequence { get; private set; }

    /// <inheritdoc cref="StopReason"/>
    internal ReadOnlySpan<byte> StopDetails { get; private set; }

    /// <summary>Reads one whole JSON object; throws <see cref="JsonException"/> when it is none.</summary>
    internal static MessagesEvent Read(ReadOnlySpan<byte> json)
    {
        var found = default(MessagesEvent);
        var reader = DialectJson.Reader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An event is an object.");
        }

        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "type"u8))
            {
                found.Kind = MessagesDocumentReader.KindOf(DialectJson.Text(ref reader));
            }
            else if (JsonText.ValueIs(reader, "delta"u8) || JsonText.ValueIs(reader, "content_block"u8))
            {
                reader.Read();
                found.Block = MessagesBlock.Read(ref reader, json);
            }
            else
            {
                found.ReadRare(ref reader, json);
            }
        }

        // Past the end of the object only white space may follow: this call finds anything else.
        reader.Read();
        return found;
    }

    /// <summary>The tier in a <c>usage</c> value, when it is one that others know.</summary>
    internal static ServiceTier? TierIn(ReadOnlySpan<byte> usage)
    {
        if (usage.IsEmpty)
        {
            return null;
        }

        var reader = DialectJson.Reader(usage);
        ServiceTier? tier = null;
        reader.Read();
        while (usage[0] == '{' && DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "service_tier"u8))
            {
                var word = DialectJson.Text(ref reader);
                tier = word.SequenceEqual("standard"u8) ? ServiceTier.Standard : word.SequenceEqual("priority"u8) ? ServiceTier.Priority : null;
            }
            else
            {
                reader.Skip();
            }
        }

        return tier;
    }

    private void ReadRare(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (JsonText.ValueIs(reader, "message"u8))
        {
            Message = DialectJson.Value(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "content"u8))
        {
            Content = DialectJson.Value(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "usage"u8))
        {
            Usage = DialectJson.Value(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "error"u8))
        {
            Error = DialectJson.Value(ref reader, json);
        }
        else if (JsonText.ValueIs(reader, "id"u8))
        {
            Id = DialectJson.Text(ref reader);
        }
        else if (JsonText.ValueIs(reader, "model"u8))
        {
            Model = DialectJson.Text(ref reader);
        }
        else if (JsonText.ValueIs(reader, "stop_reason"u8))
        {
            StopReason = DialectJson.Text(ref reader);
        }
        else if (JsonText.ValueIs(reader, "stop_sequence"u8))
        {
            StopSequence = DialectJson.Text(ref reader);
        }
        else if (JsonText.ValueIs(reader, "stop_details"u8))
        {
            StopDetails = DialectJson.Value(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }
}
