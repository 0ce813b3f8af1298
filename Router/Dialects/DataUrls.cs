// Reads and writes media that stands in a request as a data: URL.
using System.Text;
using Router.Inference;

namespace Router.Dialects;

/// <summary><c>data:TYPE;base64,BYTES</c>, as it stands in a JSON string: slashes may be escaped.</summary>
internal static class DataUrls
{
    /// <summary>True for media that stands in the URL itself, in whichever form.</summary>
    internal static bool Is(RawText url) => url.Span.Length >= 5 && Ascii.EqualsIgnoreCase(url.Span[..5], "data:"u8);

    /// <summary>The media in it; null when it is a link, or data that is not base64.</summary>
    internal static MediaSource.Inline? Read(RawText url)
    {
        var text = url.Span;
        var comma = text.IndexOf((byte)',');
        if (comma < 5 || !Is(url) || !Ascii.EqualsIgnoreCase(text[Math.Max(0, comma - 7)..comma], ";base64"u8))
        {
            return null;
        }

        var type = text[5..(comma - 7)];
        var parameters = type.IndexOf((byte)';');
        type = parameters < 0 ? type : type[..parameters];
        return new MediaSource.Inline(
            Encoding.UTF8.GetString(type).Replace("\\/", "/", StringComparison.Ordinal).ToLowerInvariant(),
            new RawText(url.Escaped[(comma + 1)..]));
    }

    /// <summary>An image, in the URL or behind it, with the word for how closely it is to be looked at.</summary>
    internal static TurnPart.Image ReadImage(RawText url, JsonView detail) => new(
        Read(url) is { } inline ? inline : new MediaSource.Link(url),
        detail.Is("low"u8) ? ImageDetail.Low
        : detail.Is("high"u8) ? ImageDetail.High
        : detail.Is("original"u8) ? ImageDetail.Original
        : ImageDetail.Auto);

    /// <summary>The file in <c>file_data</c>: bare base64 is a PDF, which is what the services take; null for data in another form.</summary>
    internal static MediaSource.Inline? ReadDocument(RawText data) => Read(data) ?? (Is(data) ? null : new MediaSource.Inline("application/pdf", data));

    /// <summary>Writes a JSON string with it, or with the link that the media is named by.</summary>
    internal static void Write(Wire.JsonOutput json, MediaSource source)
    {
        if (source is not MediaSource.Inline media)
        {
            json.Escaped(((MediaSource.Link)source).Url.Span);
            return;
        }

        json.BeginText();
        json.AppendEscaped("data:"u8);
        json.AppendText(media.MediaType);
        json.AppendEscaped(";base64,"u8);
        json.AppendEscaped(media.Base64.Span);
        json.EndText();
    }
}
