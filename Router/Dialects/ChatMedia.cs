// The images and documents in the messages of a Chat Completions request.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Counts parts by their own member (<c>image_url</c>, <c>file</c>) at whatever depth; a part that is not known stays in the
/// text, which makes the bound on input larger and never smaller.
/// </summary>
internal readonly struct ChatMedia
{
    private ChatMedia(int imageCount, long imageBytes, bool hasDocument, long documentBytes)
    {
        ImageCount = imageCount;
        ImageBytes = imageBytes;
        HasDocument = hasDocument;
        DocumentBytes = documentBytes;
    }

    internal int ImageCount { get; }

    /// <summary>Bytes of inline images; a link counts as text.</summary>
    internal long ImageBytes { get; }

    internal bool HasDocument { get; }

    /// <summary>Bytes of inline documents.</summary>
    internal long DocumentBytes { get; }

    /// <param name="messages">The array, known to be valid JSON.</param>
    internal static ChatMedia Of(ReadOnlySpan<byte> messages)
    {
        var images = 0;
        var imageBytes = 0L;
        var hasDocument = false;
        var documentBytes = 0L;
        var reader = ChatJson.Reader(messages);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (JsonText.ValueIs(reader, "image_url"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.StartObject)
                {
                    images++;
                    imageBytes += reader.TokenType == JsonTokenType.String ? InlineBytes(reader) : InlineBytesOf(ref reader, "url"u8);
                }
            }
            else if (JsonText.ValueIs(reader, "file"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    hasDocument = true;
                    documentBytes += InlineBytesOf(ref reader, "file_data"u8);
                }
            }
        }

        return new ChatMedia(images, imageBytes, hasDocument, documentBytes);
    }

    private static long InlineBytesOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        var bytes = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = JsonText.ValueIs(reader, name);
            reader.Read();
            if (isWanted && reader.TokenType == JsonTokenType.String)
            {
                bytes = Math.Max(bytes, InlineBytes(reader));
            }

            reader.Skip();
        }

        return bytes;
    }

    private static long InlineBytes(in Utf8JsonReader text)
    {
        var value = text.ValueSpan;
        return value.Length > 5 && System.Text.Ascii.EqualsIgnoreCase(value[..5], "data:"u8) ? value.Length : 0;
    }
}
