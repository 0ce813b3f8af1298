// Writes the content of Responses items.
using System.Collections.Immutable;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>What the caller says is <c>input_…</c>, what the model said is <c>output_text</c>. One for each writing.</summary>
internal sealed class ResponsesPartWriter(JsonOutput json, TargetTraits traits, LossReport report)
{
    /// <summary>Writes a list of input parts.</summary>
    /// <param name="prefix">Put before the first text.</param>
    internal void WriteInput(ImmutableArray<TurnPart> parts, ReadOnlySpan<byte> prefix = default)
    {
        json.BeginArray();
        if (!prefix.IsEmpty)
        {
            BeginText();
            json.Escaped(prefix);
            json.EndObject();
        }

        foreach (var part in parts)
        {
            switch (part)
            {
                case TurnPart.Text text:
                    WriteText(text.Value, text);
                    break;
                case TurnPart.Refusal refusal:
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

        json.EndArray();
    }

    /// <summary>Writes a list of what the model said.</summary>
    internal void WriteOutput(ReadOnlySpan<TurnPart> parts)
    {
        json.BeginArray();
        foreach (var part in parts)
        {
            if (part.CacheMark)
            {
                report.Lose(LossRule.CacheMark);
            }

            if (part is TurnPart.Refusal refusal)
            {
                json.BeginObject();
                json.Word("type"u8, "refusal"u8);
                json.Text("refusal"u8, refusal.Value);
                json.EndObject();
            }
            else if (part is TurnPart.Text text)
            {
                json.BeginObject();
                json.Word("type"u8, "output_text"u8);
                json.Text("text"u8, text.Value);
                json.Name("annotations"u8);
                json.Raw("[]"u8);
                json.EndObject();
            }
            else
            {
                report.Lose(LossRule.UnknownPart);
            }
        }

        json.EndArray();
    }

    /// <summary>Writes a result as one string, with a word where media follow elsewhere.</summary>
    internal void WriteResultText(ImmutableArray<TurnPart> content, bool isError)
    {
        json.BeginText();
        json.AppendEscaped(isError ? "[tool error] "u8 : default);
        var isFirst = true;
        var media = 0;
        foreach (var part in content)
        {
            json.AppendEscaped(isFirst ? default : "\\n"u8);
            isFirst = false;
            if (part is TurnPart.Text text)
            {
                json.AppendEscaped(text.Value.Span);
                continue;
            }

            report.Lose(LossRule.ResultMedia);
            json.AppendText($"[{(part is TurnPart.Image ? "image" : "document")} {++media} of this result follows]");
        }

        json.EndText();
    }

    private void BeginText()
    {
        json.BeginObject();
        json.Word("type"u8, "input_text"u8);
        json.Name("text"u8);
    }

    private void WriteText(RawText text, TurnPart part)
    {
        BeginText();
        json.Escaped(text.Span);
        EndPart(part);
    }

    private void EndPart(TurnPart part)
    {
        CacheMarks.Write(json, part, traits, report);
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
        json.Word("type"u8, "input_image"u8);
        json.Name("image_url"u8);
        DataUrls.Write(json, image.Source);
        json.Word("detail"u8, image.Detail switch
        {
            ImageDetail.Auto => "auto"u8,
            ImageDetail.Low => "low"u8,
            ImageDetail.High => "high"u8,
            ImageDetail.Original => "original"u8,
        });
        EndPart(image);
    }

    private void WriteDocument(TurnPart.Document document)
    {
        if (document.Title is not null || document.Context is not null)
        {
            report.Lose(LossRule.DocumentContext);
            foreach (var before in new[] { document.Title, document.Context })
            {
                if (before is { IsEmpty: false } text)
                {
                    BeginText();
                    json.Escaped(text.Span);
                    json.EndObject();
                }
            }
        }

        if (document.Source is MediaSource.PlainText plain)
        {
            report.Lose(LossRule.DocumentBlocks);
            WriteText(plain.Value, document);
            return;
        }

        var isLink = document.Source is MediaSource.Link;
        if (!traits.Documents || (isLink && !traits.DocumentUrls))
        {
            report.Lose(isLink ? LossRule.DocumentLink : LossRule.DocumentInline);
            return;
        }

        json.BeginObject();
        json.Word("type"u8, "input_file"u8);
        if (!isLink)
        {
            json.Name("filename"u8);
            json.Escaped(document.FileName is { IsEmpty: false } name ? name.Span : "document.pdf"u8);
        }

        json.Name(isLink ? "file_url"u8 : "file_data"u8);
        DataUrls.Write(json, document.Source);
        EndPart(document);
    }
}
