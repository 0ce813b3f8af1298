// Sees to it that a chat stream tells its usage.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// A chat stream counts its tokens only when asked (<c>stream_options.include_usage</c>); the router always asks, and keeps the
/// answer to itself when the caller did not.
/// </summary>
internal static class ChatStreamOptions
{
    private static readonly byte[] True = "true"u8.ToArray();
    private static readonly byte[] Whole = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] NewMember = ",\"stream_options\":{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] OnlyMember = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] FirstMember = "\"include_usage\":true,"u8.ToArray();

    /// <summary>False with an error when <c>stream_options</c> is not what it must be.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> body, TopLevelMember? options, ref RouterError? error, out bool wantsUsage)
    {
        wantsUsage = false;
        if (options is null or { Kind: JsonTokenType.Null })
        {
            return true;
        }

        if (options.Value.Kind != JsonTokenType.StartObject)
        {
            error = BodyFaults.Invalid("'stream_options' must be an object.", "stream_options");
            return false;
        }

        var reader = new JsonReader(options.Value.ValueIn(body));
        reader.Read();
        while (TryNext(ref reader, out var isUsage))
        {
            if (isUsage && reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            {
                error = BodyFaults.Invalid("'stream_options.include_usage' must be true or false.", "stream_options.include_usage");
                return false;
            }

            wantsUsage = isUsage ? reader.TokenType == JsonTokenType.True : wantsUsage;
            reader.Skip();
        }

        return true;
    }

    /// <summary>The edits, sorted, that make a streamed request ask for its usage; none when it does already.</summary>
    internal static List<JsonEdit> UsageEdits(ReadOnlySpan<byte> body, TopLevelMember? options, in TopLevelMember stream)
    {
        switch (options)
        {
            case null:
                return [new JsonEdit(stream.ValueEnd, 0, NewMember)];
            case { Kind: JsonTokenType.Null } absent:
                return [new JsonEdit(absent.ValueStart, absent.ValueLength, Whole)];
        }

        var start = options.Value.ValueStart;
        var edits = new List<JsonEdit>();
        var isEmpty = true;
        var isNamed = false;
        var reader = new JsonReader(options.Value.ValueIn(body));
        reader.Read();
        while (TryNext(ref reader, out var isUsage))
        {
            isEmpty = false;
            isNamed |= isUsage;
            if (isUsage && reader.TokenType != JsonTokenType.True)
            {
                edits.Add(new JsonEdit(start + reader.TokenStart, reader.ValueSpan.Length, True));
            }

            reader.Skip();
        }

        if (!isNamed)
        {
            edits.Add(new JsonEdit(start + 1, 0, isEmpty ? OnlyMember : FirstMember));
        }

        return edits;
    }

    /// <summary>Moves to the value of the object's next member; false at the object's end.</summary>
    private static bool TryNext(ref JsonReader reader, out bool isUsage)
    {
        reader.Read();
        isUsage = reader.TokenType == JsonTokenType.PropertyName && reader.Is("include_usage"u8);
        return reader.TokenType == JsonTokenType.PropertyName && reader.Read();
    }
}
