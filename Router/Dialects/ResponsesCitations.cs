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

        var reader = new JsonReader(list);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = reader.TokenStart;
            reader.Skip();
            Read(reader.Since(start), report, sink);
        }
    }

    /// <summary>Hands on one annotation when it is a citation of a page; another kind has no counterpart.</summary>
    internal static void Read(ReadOnlySpan<byte> annotation, LossReport report, IAnswerSink sink)
    {
        if (annotation is not [(byte)'{', ..])
        {
            return;
        }

        var reader = new JsonReader(annotation);
        reader.Read();
        var citation = PageCitation.Read(ref reader, out var type);
        if (type.SequenceEqual("url_citation"u8))
        {
            sink.Cite(citation);
        }
        else
        {
            report.Lose(LossRule.AnswerDocumentCitation);
        }
    }
}
