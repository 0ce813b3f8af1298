// Reads the members of one citation, which the dialects name alike.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

internal static class PageCitation
{
    /// <summary>Reads the object that the reader stands in, and leaves the reader at its end.</summary>
    /// <param name="type">What kind of source it names; empty when it does not say.</param>
    internal static AnswerCitation Read(scoped ref JsonReader reader, out ReadOnlySpan<byte> type)
    {
        type = default;
        ReadOnlySpan<byte> url = default, title = default;
        long? start = null, end = null;
        while (reader.NextMember())
        {
            if (reader.Is("type"u8))
            {
                type = reader.ReadText();
            }
            else if (reader.Is("url"u8))
            {
                url = reader.ReadText();
            }
            else if (reader.Is("title"u8))
            {
                title = reader.ReadText();
            }
            else if (reader.Is("start_index"u8))
            {
                UsageNumbers.Read(ref reader, ref start);
            }
            else if (reader.Is("end_index"u8))
            {
                UsageNumbers.Read(ref reader, ref end);
            }
            else
            {
                reader.Skip();
            }
        }

        return new AnswerCitation(url, title) { Start = start, End = end };
    }
}
