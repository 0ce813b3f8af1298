// Writes images and documents of a Messages request.
using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>One for each writing. What the target does not take is reported and left out.</summary>
internal sealed class MessagesMediaWriter(MessagesDraft draft)
{
    private readonly JsonOutput _json = draft.Json;

    internal void WriteImage(TurnPart.Image image)
    {
        if (image.Detail != ImageDetail.Auto)
        {
            draft.Lose(image.Detail == ImageDetail.Original ? LossRule.ImageDetailOriginal : LossRule.ImageDetail);
        }

        if (LossOf(image.Source) is { } loss)
        {
            draft.Lose(loss);
            return;
        }

        _json.BeginObject();
        _json.Word("type"u8, "image"u8);
        WriteSource(image.Source);
        draft.WriteCacheMark(image.CacheMark);
        _json.EndObject();
    }

    internal void WriteDocument(TurnPart.Document document)
    {
        if (!draft.Traits.Documents || (document.Source is MediaSource.Link && !draft.Traits.DocumentUrls))
        {
            draft.Lose(document.Source is MediaSource.Link ? LossRule.DocumentLink : LossRule.DocumentInline);
            return;
        }

        using var text = new PooledBuffer();
        var isText = document.Source is MediaSource.Inline { MediaType: "text/plain" } inline && TryDecode(inline.Base64, text);
        if (document.Source is MediaSource.Inline { MediaType: not "application/pdf" } && !isText)
        {
            draft.Lose(LossRule.DocumentType);
            return;
        }

        _json.BeginObject();
        _json.Word("type"u8, "document"u8);
        if (isText)
        {
            BeginTextSource();
            _json.Plain(text.WrittenSpan);
            _json.EndObject();
        }
        else
        {
            WriteSource(document.Source);
        }

        _json.Text("title"u8, document.Title ?? document.FileName);
        _json.Text("context"u8, document.Context);
        draft.WriteCacheMark(document.CacheMark);
        _json.EndObject();
    }

    private void WriteSource(MediaSource source)
    {
        switch (source)
        {
            case MediaSource.Link link:
                _json.Name("source"u8);
                _json.BeginObject();
                _json.Word("type"u8, "url"u8);
                _json.Text("url"u8, link.Url);
                break;
            case MediaSource.Inline inline:
                _json.Name("source"u8);
                _json.BeginObject();
                _json.Word("type"u8, "base64"u8);
                _json.String("media_type"u8, ServiceTypeOf(inline.MediaType));
                _json.Text("data"u8, inline.Base64);
                break;
            case MediaSource.PlainText text:
                BeginTextSource();
                _json.Escaped(text.Value.Span);
                break;
        }

        _json.EndObject();
    }

    private void BeginTextSource()
    {
        _json.Name("source"u8);
        _json.BeginObject();
        _json.Word("type"u8, "text"u8);
        _json.Word("media_type"u8, "text/plain"u8);
        _json.Name("data"u8);
    }

    private LossRule? LossOf(MediaSource source) => source switch
    {
        MediaSource.Link link when draft.Traits.Images && DataUrls.Is(link.Url) => LossRule.ImageType,
        MediaSource.Link => draft.Traits.Images && draft.Traits.ImageUrls ? null : LossRule.ImageLink,
        _ when !draft.Traits.Images => LossRule.ImageInline,
        MediaSource.Inline inline when ServiceTypeOf(inline.MediaType) is "image/jpeg" or "image/png" or "image/gif" or "image/webp" => null,
        _ => LossRule.ImageType,
    };

    /// <summary>Callers write the short name of JPEG too, which the service does not know.</summary>
    private static string ServiceTypeOf(string mediaType) => mediaType == "image/jpg" ? "image/jpeg" : mediaType;

    private static bool TryDecode(RawText base64, PooledBuffer text)
    {
        using var plain = new PooledBuffer();
        JsonEscaping.Unescape(base64.Span, plain);
        var room = text.GetSpan(Base64.GetMaxDecodedFromUtf8Length(plain.Length));
        if (Base64.DecodeFromUtf8(plain.WrittenSpan, room, out _, out var length) != OperationStatus.Done || !Utf8.IsValid(room[..length]))
        {
            return false;
        }

        text.Advance(length);
        return true;
    }
}
