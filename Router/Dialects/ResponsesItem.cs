// What one output item of a Responses answer holds.
using Router.Wire;

namespace Router.Dialects;

/// <summary>Points into the item's bytes.</summary>
internal ref struct ResponsesItem
{
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
        var item = default(ResponsesItem);
        if (json is not [(byte)'{', ..])
        {
            return item;
        }

        var reader = DialectJson.Reader(json);
        reader.Read();
        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "type"u8))
            {
                item.Type = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "call_id"u8))
            {
                item.CallId = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "name"u8))
            {
                item.Name = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "arguments"u8) || JsonText.ValueIs(reader, "input"u8))
            {
                item.Input = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "content"u8))
            {
                item.Content = DialectJson.Value(ref reader, json);
            }
            else if (JsonText.ValueIs(reader, "summary"u8))
            {
                item.Summary = DialectJson.Value(ref reader, json);
            }
            else if (JsonText.ValueIs(reader, "encrypted_content"u8))
            {
                item.HasEncryptedContent = !DialectJson.Text(ref reader).IsEmpty;
            }
            else
            {
                reader.Skip();
            }
        }

        return item;
    }
}
