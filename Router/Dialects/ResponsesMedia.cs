// The images and documents in the input of a Responses request.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Counts parts by their type at whatever depth, since results of tools hold them too; arguments are strings and are not looked into.</summary>
internal static class ResponsesMedia
{
    /// <param name="input">The array, known to be valid JSON.</param>
    internal static MediaFacts Of(ReadOnlySpan<byte> input)
    {
        if (!JsonText.HasEscapedAscii(input)
            && input.IndexOf("\"input_image\""u8) < 0
            && input.IndexOf("\"input_file\""u8) < 0
            && input.IndexOf("\"image_url\""u8) < 0
            && input.IndexOf("\"file_data\""u8) < 0
            && input.IndexOf("\"file_url\""u8) < 0)
        {
            // A long session of text is not read a second time.
            return default;
        }

        var images = 0;
        var imageBytes = 0L;
        var hasDocument = false;
        var documentBytes = 0L;
        var hasLink = false;
        var reader = new JsonReader(input);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.Is("type"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    images += reader.Is("input_image"u8) || reader.Is("computer_screenshot"u8) ? 1 : 0;
                    hasDocument |= reader.Is("input_file"u8);
                }
            }
            else if (reader.Is("image_url"u8))
            {
                reader.Read();
                imageBytes += reader.TokenType == JsonTokenType.String ? ChatMedia.InlineBytes(reader) : 0;
            }
            else if (reader.Is("file_data"u8))
            {
                documentBytes += reader.ReadText().Length;
            }
            else if (reader.Is("file_url"u8))
            {
                reader.Read();
                hasLink |= reader.TokenType == JsonTokenType.String;
            }
        }

        return new MediaFacts(images, imageBytes, hasDocument, documentBytes, hasLink);
    }
}
