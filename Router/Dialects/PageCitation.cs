// Reads the members of one citation, which the dialects name alike.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

internal static class PageCitation
{
    /// <summary>Reads the object that the reader stands in, and leaves the reader at its end.</summary>
    /// <param name="type">What kind of source it names; empty when it does not say.</param>
    internal static AnswerCitation Read(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> type)
    {
        type = default;
        ReadOnlySpan<byte> url = default, title = default;
        long? start = null, end = null;
        while (DialectJson.NextMember(ref reader))
        {
            if (JsonText.ValueIs(reader, "type"u8))
            {
                type = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "url"u8))
            {
                url = DialectJson.Text(ref reader);
            }
            else if (JsonText.ValueIs(reader, "title"u8))
            {
                title = DialectJson.Text(ref reader);
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

        return new AnswerCitation(url, title) { Start = start, End = end };
    }
}
