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

    /// <summary>Which block it is of.</summary>
    internal int? Index { get; private set; }

    /// <summary>A JSON value: the message at the head of a stream.</summary>
    internal ReadOnlySpan<byte> Message { get; private set; }

    /// <summary>A JSON value: the list of blocks of a whole message.</summary>
    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> Usage { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> Error { get; private set; }

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
        var reader = new JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An event is an object.");
        }

        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                found.Kind = MessagesDocumentReader.KindOf(reader.ReadText());
            }
            else if (reader.Is("delta"u8) || reader.Is("content_block"u8))
            {
                reader.Read();
                found.Block = MessagesBlock.Read(ref reader);
            }
            else if (reader.Is("index"u8))
            {
                long? index = null;
                UsageNumbers.Read(ref reader, ref index);
                found.Index = index is { } number ? (int)Math.Min(number, int.MaxValue) : null;
            }
            else
            {
                found.ReadRare(ref reader);
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

        var reader = new JsonReader(usage);
        ServiceTier? tier = null;
        reader.Read();
        while (usage[0] == '{' && reader.NextMember())
        {
            if (reader.Is("service_tier"u8))
            {
                var word = reader.ReadText();
                tier = word.SequenceEqual("standard"u8) ? ServiceTier.Standard : word.SequenceEqual("priority"u8) ? ServiceTier.Priority : null;
            }
            else
            {
                reader.Skip();
            }
        }

        return tier;
    }

    private void ReadRare(scoped ref JsonReader reader)
    {
        if (reader.Is("message"u8))
        {
            Message = reader.ReadRaw();
        }
        else if (reader.Is("content"u8))
        {
            Content = reader.ReadRaw();
        }
        else if (reader.Is("usage"u8))
        {
            Usage = reader.ReadRaw();
        }
        else if (reader.Is("error"u8))
        {
            Error = reader.ReadRaw();
        }
        else if (reader.Is("model"u8))
        {
            Model = reader.ReadText();
        }
        else if (reader.Is("stop_reason"u8))
        {
            StopReason = reader.ReadText();
        }
        else if (reader.Is("stop_sequence"u8))
        {
            StopSequence = reader.ReadText();
        }
        else if (reader.Is("stop_details"u8))
        {
            StopDetails = reader.ReadRaw();
        }
        else
        {
            reader.Skip();
        }
    }
}
