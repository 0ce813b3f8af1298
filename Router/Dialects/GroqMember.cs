// What one vendor says of a chat answer in a member of its own.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The member <c>x_groq</c>: at the end of a stream it holds the usage, and why the stream was stopped early if it was.</summary>
internal static class GroqMember
{
    /// <summary>Reads the value behind the name that the reader stands on, to its end.</summary>
    /// <returns>The error; null when there is none.</returns>
    internal static UpstreamErrorFacts? Read(ref JsonReader reader, ref OpenAIUsageCounts usage)
    {
        UpstreamErrorFacts? error = null;
        reader.Read();
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return error;
        }

        while (reader.NextMember())
        {
            if (reader.Is("usage"u8))
            {
                reader.Read();
                usage.Read(ref reader);
            }
            else if (reader.Is("error"u8))
            {
                reader.Read();
                error = UpstreamErrorReader.ReadValue(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return error;
    }
}
