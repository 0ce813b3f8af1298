// What one output item of a Responses answer holds.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Points into the item's bytes.</summary>
internal ref struct ResponsesItem
{
    /// <summary>The item as it is written.</summary>
    internal ReadOnlySpan<byte> Json { get; private set; }

    internal ReadOnlySpan<byte> Type { get; private set; }

    internal ReadOnlySpan<byte> CallId { get; private set; }

    internal ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The inside of <c>arguments</c> or <c>input</c>.</summary>
    internal ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>The list <c>content</c> of a message or of open reasoning.</summary>
    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>The list <c>summary</c>.</summary>
    internal ReadOnlySpan<byte> Summary { get; private set; }

    internal bool HasEncryptedContent { get; private set; }

    /// <summary>Reads an item; empty for anything else than an object.</summary>
    internal static ResponsesItem Of(ReadOnlySpan<byte> json)
    {
        if (json is not [(byte)'{', ..])
        {
            return default;
        }

        var reader = new JsonReader(json);
        reader.Read();
        return Of(ref reader);
    }

    /// <summary>Reads the item that the reader stands on, to its end; empty for anything else than an object.</summary>
    internal static ResponsesItem Of(scoped ref JsonReader reader)
    {
        var item = default(ResponsesItem);
        var start = reader.TokenStart;
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return item;
        }

        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                item.Type = reader.ReadText();
            }
            else if (reader.Is("call_id"u8))
            {
                item.CallId = reader.ReadText();
            }
            else if (reader.Is("name"u8))
            {
                item.Name = reader.ReadText();
            }
            else if (reader.Is("arguments"u8) || reader.Is("input"u8))
            {
                item.Input = ToolArguments.Read(ref reader);
            }
            else if (reader.Is("content"u8))
            {
                item.Content = reader.ReadRaw();
            }
            else if (reader.Is("summary"u8))
            {
                item.Summary = reader.ReadRaw();
            }
            else if (reader.Is("encrypted_content"u8))
            {
                item.HasEncryptedContent = !reader.ReadText().IsEmpty;
            }
            else
            {
                reader.Skip();
            }
        }

        item.Json = reader.Since(start);
        return item;
    }
}
