// Writes the content of a Chat Completions message.
using System.Collections.Immutable;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A string when it is one text, else a list of parts. One for each writing.</summary>
internal sealed class ChatPartWriter(JsonOutput json, TargetTraits traits, LossReport report)
{
    /// <summary>Writes <c>content</c> of a user's or a system message.</summary>
    internal void WriteContent(ImmutableArray<TurnPart> parts)
    {
        json.Name("content"u8);
        var isTextAlone = parts.All(part => part is TurnPart.Text);
        if (parts.Length <= 1 && isTextAlone && !(traits.ContentParts && parts.Any(part => CacheMarks.AreRead(part, traits))))
        {
            NoteCacheMarks(parts);
            json.Escaped(parts is [TurnPart.Text text] ? text.Value.Span : default);
            return;
        }

        if (isTextAlone && !traits.ContentParts)
        {
            NoteCacheMarks(parts);
            Join(parts.OfType<TurnPart.Text>(), "\\n\\n"u8);
            return;
        }

        json.BeginArray();
        foreach (var part in parts)
        {
            WritePart(part);
        }

        json.EndArray();
    }

    /// <summary>Writes <c>content</c> of an assistant's message: one string, as an answer would have it; null when it said nothing.</summary>
    internal void WriteAssistantText(List<TurnPart> parts)
    {
        json.Name("content"u8);
        NoteCacheMarks(parts);
        if (parts.Count == 0)
        {
            json.Null();
            return;
        }

        Join(parts.OfType<TurnPart.Text>(), default);
        if (parts.Exists(part => part is not TurnPart.Text))
        {
            report.Lose(LossRule.UnknownPart);
        }
    }

    /// <summary>Writes <c>refusal</c> of an assistant's message, one string; nothing when it did not refuse.</summary>
    internal void WriteRefusal(List<TurnPart.Refusal> refusals)
    {
        if (refusals.Count > 0)
        {
            json.Name("refusal"u8);
            NoteCacheMarks(refusals);
            Join(refusals.Select(refusal => new TurnPart.Text(refusal.Value)), default);
        }
    }

    private void Join(IEnumerable<TurnPart.Text> texts, ReadOnlySpan<byte> between)
    {
        json.BeginText();
        var isFirst = true;
        foreach (var text in texts)
        {
            json.AppendEscaped(isFirst ? default : between);
            json.AppendEscaped(text.Value.Span);
            isFirst = false;
        }

        json.EndText();
    }

    private void WritePart(TurnPart part)
    {
        switch (part)
        {
            case TurnPart.Text text:
                WriteText(text.Value, text);
                break;
            case TurnPart.Refusal refusal:
                report.Lose(LossRule.RefusalInHistory);
                WriteText(refusal.Value, refusal);
                break;
            case TurnPart.Image image:
                WriteImage(image);
                break;
            case TurnPart.Document document:
                WriteDocument(document);
                break;
            default:
                report.Lose(LossRule.UnknownPart);
                break;
        }
    }

    private void WriteText(RawText text, TurnPart? part)
    {
        json.BeginObject();
        json.Word("type"u8, "text"u8);
        json.Text("text"u8, text);
        EndPart(part);
    }

    private void EndPart(TurnPart? part)
    {
        if (part is not null)
        {
            CacheMarks.Write(json, part, traits, report);
        }

        json.EndObject();
    }

    private void WriteImage(TurnPart.Image image)
    {
        var isLink = image.Source is MediaSource.Link;
        if (!traits.Images || (isLink && !traits.ImageUrls))
        {
            report.Lose(isLink ? LossRule.ImageLink : LossRule.ImageInline);
            return;
        }

        json.BeginObject();
        json.Word("type"u8, "image_url"u8);
        json.Name("image_url"u8);
        json.BeginObject();
        json.Name("url"u8);
        DataUrls.Write(json, image.Source);
        switch (image.Detail)
        {
            case ImageDetail.Low:
                json.Word("detail"u8, "low"u8);
                break;
            case ImageDetail.High:
                json.Word("detail"u8, "high"u8);
                break;
            case ImageDetail.Original:
                report.Lose(LossRule.ImageDetailOriginal);
                json.Word("detail"u8, "high"u8);
                break;
            case ImageDetail.Auto:
                break;
        }

        json.EndObject();
        EndPart(image);
    }

    private void WriteDocument(TurnPart.Document document)
    {
        if (document.Title is not null || document.Context is not null)
        {
            report.Lose(LossRule.DocumentContext);
            WriteBefore(document.Title);
            WriteBefore(document.Context);
        }

        switch (document.Source)
        {
            case MediaSource.PlainText plain:
                // A text is a text; the service takes files for what is none.
                report.Lose(LossRule.DocumentBlocks);
                WriteText(plain.Value, document);
                break;
            case MediaSource.Link:
                report.Lose(LossRule.DocumentLink);
                break;
            case MediaSource.Inline when !traits.Documents:
                report.Lose(LossRule.DocumentInline);
                break;
            case MediaSource.Inline inline:
                json.BeginObject();
                json.Word("type"u8, "file"u8);
                json.Name("file"u8);
                json.BeginObject();
                json.Name("filename"u8);
                json.Escaped(document.FileName is { IsEmpty: false } name ? name.Span : document.Title is { IsEmpty: false } title ? title.Span : "document.pdf"u8);
                json.Name("file_data"u8);
                DataUrls.Write(json, inline);
                json.EndObject();
                EndPart(document);
                break;
        }
    }

    private void WriteBefore(RawText? text)
    {
        if (text is { IsEmpty: false } some)
        {
            WriteText(some, part: null);
        }
    }

    private void NoteCacheMarks(IEnumerable<TurnPart> parts)
    {
        if (parts.Any(part => part.CacheMark))
        {
            report.Lose(LossRule.CacheMark);
        }
    }
}
