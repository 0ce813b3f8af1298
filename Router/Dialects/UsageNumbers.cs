// Reads a count of tokens, whatever a vendor writes in its place.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Vendors leave members out, send null, floats or other types: what is no count is "not reported".</summary>
internal static class UsageNumbers
{
    /// <summary>No request uses more; a larger number is a vendor's mistake and must not saturate a budget.</summary>
    private const long LargestCount = 1_000_000_000_000;

    /// <summary>Reads the value behind the name that the reader stands on; <paramref name="count"/> stays as it is when it is no count.</summary>
    internal static void Read(ref JsonReader reader, ref long? count)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var value))
            {
                value = reader.TryGetDecimal(out var exact) && exact is >= 0 and <= LargestCount ? (long)exact : -1;
            }

            count = value is >= 0 and <= LargestCount ? value : count;
        }

        reader.Skip();
    }
}
