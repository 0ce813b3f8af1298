// The images and documents in the messages of a Messages request.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Counts blocks by their type at whatever depth, since results of tools hold them too, but never inside a call's input.</summary>
internal static class MessagesMedia
{
    /// <param name="messages">The array, known to be valid JSON.</param>
    internal static MediaFacts Of(ReadOnlySpan<byte> messages)
    {
        if (!JsonText.HasEscapedAscii(messages)
            && messages.IndexOf("\"image\""u8) < 0
            && messages.IndexOf("\"document\""u8) < 0
            && messages.IndexOf("\"source\""u8) < 0)
        {
            // A long session of text is not read a second time.
            return default;
        }

        var images = 0;
        var imageBytes = 0L;
        var hasDocument = false;
        var documentBytes = 0L;
        var hasLink = false;
        var reader = new JsonReader(messages);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.Is("input"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else if (reader.Is("type"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    images += reader.Is("image"u8) ? 1 : 0;
                    hasDocument |= reader.Is("document"u8);
                }
            }
            else if (reader.Is("source"u8))
            {
                reader.Read();
                var (bytes, isImage, isLink) = SourceOf(ref reader);
                hasLink |= isLink;
                imageBytes += isImage ? bytes : 0;
                documentBytes += isImage ? 0 : bytes;
            }
        }

        return new MediaFacts(images, imageBytes, hasDocument, documentBytes, hasDocument && hasLink);
    }

    /// <summary>The length of a base64 source's data; 0 for any other source, which counts as text, and whether it is an address.</summary>
    private static (long Bytes, bool IsImage, bool IsLink) SourceOf(ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return default;
        }

        var bytes = 0L;
        var isBase64 = false;
        var isImage = false;
        var isLink = false;
        while (reader.NextMember())
        {
            if (reader.Is("data"u8))
            {
                bytes = reader.ReadText().Length;
                continue;
            }

            var isType = reader.Is("type"u8);
            var isMediaType = reader.Is("media_type"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                isBase64 |= isType && reader.Is("base64"u8);
                isLink |= isType && reader.Is("url"u8);
                isImage |= isMediaType && reader.ValueSpan.StartsWith("image/"u8);
            }

            reader.Skip();
        }

        return isBase64 ? (bytes, isImage, false) : (0, false, isLink);
    }
}
