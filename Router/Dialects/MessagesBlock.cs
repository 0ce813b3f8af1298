// What stands in one content block, or in one piece of it.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Slices of the document it was read from, strings without their quotes and as they are escaped; what is not there is empty. The
/// <c>delta</c> of a <c>message_delta</c> is of this form too.
/// </summary>
internal ref struct MessagesBlock
{
    internal ReadOnlySpan<byte> Type { get; private set; }

    internal ReadOnlySpan<byte> Text { get; private set; }

    internal ReadOnlySpan<byte> Thinking { get; private set; }

    internal ReadOnlySpan<byte> Signature { get; private set; }

    internal ReadOnlySpan<byte> PartialJson { get; private set; }

    /// <summary>Of a redacted block.</summary>
    internal ReadOnlySpan<byte> Data { get; private set; }

    internal ReadOnlySpan<byte> Id { get; private set; }

    internal ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>A JSON value: a list of them, or one.</summary>
    internal ReadOnlySpan<byte> Citations { get; private set; }

    internal ReadOnlySpan<byte> StopReason { get; private set; }

    internal ReadOnlySpan<byte> StopSequence { get; private set; }

    /// <summary>A JSON value.</summary>
    internal ReadOnlySpan<byte> StopDetails { get; private set; }

    /// <summary>The one string that another piece like this one would bring more of; empty when there is none, or more to it.</summary>
    internal readonly ReadOnlySpan<byte> OnlyPiece
    {
        get
        {
            var piece = Type.SequenceEqual("text_delta"u8) ? Text
                : Type.SequenceEqual("thinking_delta"u8) ? Thinking
                : Type.SequenceEqual("input_json_delta"u8) ? PartialJson
                : default;
            return Text.Length + Thinking.Length + PartialJson.Length + Signature.Length + Citations.Length == piece.Length ? piece : default;
        }
    }

    /// <summary>A piece of such a type.</summary>
    internal static MessagesBlock Piece(ReadOnlySpan<byte> type, ReadOnlySpan<byte> piece)
    {
        var block = new MessagesBlock { Type = type };
        if (type.SequenceEqual("text_delta"u8))
        {
            block.Text = piece;
        }
        else if (type.SequenceEqual("thinking_delta"u8))
        {
            block.Thinking = piece;
        }
        else
        {
            block.PartialJson = piece;
        }

        return block;
    }

    /// <summary>Reads the object that the reader stands on, and leaves the reader at its end.</summary>
    internal static MessagesBlock Read(scoped ref JsonReader reader)
    {
        var block = default(MessagesBlock);
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return block;
        }

        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                block.Type = reader.ReadText();
            }
            else if (reader.Is("text"u8))
            {
                block.Text = reader.ReadText();
            }
            else if (reader.Is("partial_json"u8))
            {
                block.PartialJson = reader.ReadText();
            }
            else if (reader.Is("thinking"u8))
            {
                block.Thinking = reader.ReadText();
            }
            else
            {
                block.ReadRare(ref reader);
            }
        }

        return block;
    }

    private void ReadRare(scoped ref JsonReader reader)
    {
        if (reader.Is("signature"u8))
        {
            Signature = reader.ReadText();
        }
        else if (reader.Is("data"u8))
        {
            Data = reader.ReadText();
        }
        else if (reader.Is("id"u8))
        {
            Id = reader.ReadText();
        }
        else if (reader.Is("name"u8))
        {
            Name = reader.ReadText();
        }
        else if (reader.Is("input"u8))
        {
            Input = reader.ReadRaw();
        }
        else if (reader.Is("citations"u8) || reader.Is("citation"u8))
        {
            Citations = reader.ReadRaw();
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
