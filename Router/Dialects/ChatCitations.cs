// Reads the annotations of a Chat Completions answer.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Some vendors tell the sources before the text that they are for: these wait for it.</summary>
internal sealed class ChatCitations
{
    private List<byte[]>? _early;

    /// <summary>Sources that no text came for.</summary>
    internal bool HasEarly => _early is not null;

    /// <summary>Bytes of the sources that wait for a text.</summary>
    internal long WaitingBytes { get; private set; }

    /// <summary>Takes a list of annotations.</summary>
    /// <param name="isInText">A text part is open.</param>
    internal void Take(ReadOnlySpan<byte> list, bool isInText, IAnswerSink sink)
    {
        if (!HasAny(list))
        {
            return;
        }

        if (isInText)
        {
            Read(list, sink);
        }
        else
        {
            (_early ??= []).Add(list.ToArray());
            WaitingBytes += list.Length;
        }
    }

    /// <summary>A text part is open and has said something: what came before it goes to it.</summary>
    internal void TakeEarly(IAnswerSink sink)
    {
        if (_early is not { } early)
        {
            return;
        }

        _early = null;
        WaitingBytes = 0;
        foreach (var list in early)
        {
            Read(list, sink);
        }
    }

    /// <summary>An empty list tells of no source; the service writes one beside each answer, and some vendors in each chunk.</summary>
    private static bool HasAny(ReadOnlySpan<byte> list)
    {
        var reader = new JsonReader(list);
        return !list.IsEmpty && reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.NextElement();
    }

    private static void Read(ReadOnlySpan<byte> list, IAnswerSink sink)
    {
        var reader = new JsonReader(list);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.Is("url_citation"u8))
            {
                continue;
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                sink.Cite(PageCitation.Read(ref reader, out _));
            }
        }
    }
}
