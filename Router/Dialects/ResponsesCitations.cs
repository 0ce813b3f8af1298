// Reads the annotations of a Responses text.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Citations of web pages are events; other annotations are reported.</summary>
internal static class ResponsesCitations
{
    /// <summary>Hands on every citation of a list.</summary>
    internal static void ReadAll(ReadOnlySpan<byte> list, LossReport report, IAnswerSink sink)
    {
        if (list is not [(byte)'[', ..])
        {
            return;
        }

        var reader = DialectJson.Reader(list);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Read(list[start..(int)reader.BytesConsumed], report, sink);
        }
    }

    /// <summary>Hands on one annotation when it is a citation of a page; another kind has no counterpart.</summary>
    internal static void Read(ReadOnlySpan<byte> annotation, LossReport report, IAnswerSink sink)
    {
        if (annotation is not [(byte)'{', ..])
        {
            return;
        }

        ReadOnlySpan<byte> type = default, url = default, title = default;
        long? start = null, end = null;
        var reader = DialectJson.Reader(annotation);
        reader.Read();
        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "type"u8))
            {
                type = ChatChunk.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "url"u8))
            {
                url = ChatChunk.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "title"u8))
            {
                title = ChatChunk.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "start_index"u8))
            {
                UsageNumbers.Read(ref reader, ref start);
            }
            else if (JsonText.ValueIs(reader, "end_index"u8))
            {
                UsageNumbers.Read(ref reader, ref end);
            }
            else
            {
                reader.Skip();
            }
        }

        if (type.SequenceEqual("url_citation"u8))
        {
            sink.Cite(new AnswerCitation(url, title) { Start = start, End = end });
        }
        else
        {
            report.Lose(LossRule.AnswerDocumentCitation);
        }
    }
}
