// The images and documents in the messages of a Chat Completions request.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Counts parts by their own member (<c>image_url</c>, <c>file</c>) at whatever depth; a part that is not known stays in the
/// text, which makes the bound on input larger and never smaller.
/// </summary>
internal static class ChatMedia
{
    /// <param name="messages">The array, known to be valid JSON.</param>
    internal static MediaFacts Of(ReadOnlySpan<byte> messages)
    {
        if (!JsonText.HasEscapedAscii(messages)
            && messages.IndexOf("\"image_url\""u8) < 0
            && messages.IndexOf("\"file\""u8) < 0)
        {
            // A long session of text is not read a second time.
            return default;
        }

        var images = 0;
        var imageBytes = 0L;
        var hasDocument = false;
        var documentBytes = 0L;
        var reader = new JsonReader(messages);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.Is("image_url"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.StartObject)
                {
                    images++;
                    imageBytes += reader.TokenType == JsonTokenType.String ? InlineBytes(reader) : InlineBytesOf(ref reader, "url"u8);
                }
            }
            else if (reader.Is("file"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    hasDocument = true;
                    documentBytes += InlineBytesOf(ref reader, "file_data"u8);
                }
            }
        }

        return new MediaFacts(images, imageBytes, hasDocument, documentBytes);
    }

    private static long InlineBytesOf(ref JsonReader reader, ReadOnlySpan<byte> name)
    {
        var bytes = 0L;
        while (reader.NextMember())
        {
            var isWanted = reader.Is(name);
            reader.Read();
            if (isWanted && reader.TokenType == JsonTokenType.String)
            {
                bytes = Math.Max(bytes, InlineBytes(reader));
            }

            reader.Skip();
        }

        return bytes;
    }

    /// <summary>The length of a <c>data:</c> URL; 0 for a link.</summary>
    internal static long InlineBytes(in JsonReader text)
    {
        var value = text.ValueSpan;
        return value.Length > 5 && System.Text.Ascii.EqualsIgnoreCase(value[..5], "data:"u8) ? value.Length : 0;
    }
}
