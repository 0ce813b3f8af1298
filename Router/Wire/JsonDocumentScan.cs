// Checks a whole JSON body in one pass and finds its top-level members.
using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Router.Wire;

/// <summary>
/// The first look at a body: after it, every later reader may rely on UTF-8, on well-formed JSON of bounded depth, and on
/// top-level names that are unique after decoding (so <c>mod\u0065l</c> and <c>model</c> cannot stand side by side).
/// </summary>
internal static class JsonDocumentScan
{
    /// <summary>Deepest nesting that is read, the outermost object counted.</summary>
    internal const int MaxDepth = 128;

    /// <summary>Above this many members a set finds duplicates, so that a body of many members is not compared pair by pair.</summary>
    private const int CompareEachUpTo = 32;

    /// <summary>
    /// Fills <paramref name="members"/> in order of appearance. A lone surrogate escape inside a string is not a fault.
    /// </summary>
    /// <returns>False with <paramref name="fault"/> when the body must not be read further.</returns>
    internal static bool TryScan(ReadOnlySpan<byte> utf8, List<TopLevelMember> members, out JsonFault fault)
    {
        members.Clear();
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            fault = new JsonFault(JsonFaultKind.Empty, 0);
            return false;
        }

        if (!Utf8.IsValid(utf8))
        {
            fault = new JsonFault(JsonFaultKind.NotUtf8, FirstInvalidByte(utf8));
            return false;
        }

        try
        {
            return Walk(utf8, members, out fault);
        }
        catch (JsonException malformed)
        {
            fault = new JsonFault(JsonFaultKind.Malformed, (int)malformed.BytePositionInLine!.Value);
            return false;
        }
    }

    private static bool Walk(ReadOnlySpan<byte> utf8, List<TopLevelMember> members, out JsonFault fault)
    {
        // The reader may go a little deeper than we do, so that depth is found here, as a value, and never thrown.
        var reader = new JsonReader(utf8);
        HashSet<string>? names = null;
        var nameStart = 0;
        var nameLength = 0;
        var nameIsEscaped = false;
        var valueStart = 0;
        var kind = JsonTokenType.None;
        var rootIsObject = true;
        fault = default;
        while (reader.Read())
        {
            var token = reader.TokenType;
            var depth = reader.Depth;
            if (token is JsonTokenType.StartObject or JsonTokenType.StartArray && depth >= MaxDepth)
            {
                fault = new JsonFault(JsonFaultKind.TooDeep, reader.TokenStart);
                return false;
            }

            if (depth == 0)
            {
                // A body that is no object is read to its end all the same: what is not JSON is called that.
                rootIsObject &= token is JsonTokenType.StartObject or JsonTokenType.EndObject;
                continue;
            }

            if (depth != 1 || !rootIsObject)
            {
                continue;
            }

            switch (token)
            {
                case JsonTokenType.PropertyName:
                    nameStart = reader.TokenStart + 1;
                    nameLength = reader.ValueSpan.Length;
                    nameIsEscaped = reader.ValueIsEscaped;
                    if (IsTaken(utf8, members, ref names, utf8.Slice(nameStart, nameLength), nameIsEscaped))
                    {
                        fault = new JsonFault(JsonFaultKind.DuplicateMember, nameStart, nameLength);
                        rootIsObject = false;
                    }

                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    valueStart = reader.TokenStart;
                    kind = token;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    break;
                default:
                    valueStart = reader.TokenStart;
                    kind = token;
                    break;
            }

            members.Add(new TopLevelMember(
                nameStart, nameLength, nameIsEscaped, valueStart, reader.Position - valueStart, kind));
        }

        if (fault.Kind == JsonFaultKind.None && !rootIsObject)
        {
            fault = new JsonFault(JsonFaultKind.NotAnObject, utf8.IndexOfAnyExcept(" \t\r\n"u8));
        }

        return fault.Kind == JsonFaultKind.None;
    }

    private static bool IsTaken(
        ReadOnlySpan<byte> utf8, List<TopLevelMember> members, ref HashSet<string>? names, ReadOnlySpan<byte> name, bool isEscaped)
    {
        if (names is null && members.Count >= CompareEachUpTo)
        {
            names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in members)
            {
                names.Add(JsonText.Decode(utf8.Slice(member.NameStart, member.NameLength)));
            }
        }

        if (names is not null)
        {
            return !names.Add(JsonText.Decode(name));
        }

        var decoded = isEscaped ? JsonText.Decode(name) : null;
        foreach (var member in members)
        {
            var other = utf8.Slice(member.NameStart, member.NameLength);
            var same = decoded is null && !member.NameIsEscaped
                ? other.SequenceEqual(name)
                : string.Equals(decoded ?? JsonText.Decode(name), JsonText.Decode(other), StringComparison.Ordinal);
            if (same)
            {
                return true;
            }
        }

        return false;
    }

    private static int FirstInvalidByte(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
