// Where the values of a JSON text lie, so that one can be taken out or put elsewhere without touching the rest.
using System.Text.Json;

namespace Router.Tests.Laws;

internal static class JsonRanges
{
    /// <summary>Every value: where its member (or it itself, in an array) begins, where it begins, and where it ends; inner ones before outer ones.</summary>
    /// <exception cref="JsonException">It is no JSON text.</exception>
    public static List<(int Start, int ValueStart, int End)> Of(ReadOnlySpan<byte> json)
    {
        var found = new List<(int, int, int)>();
        var open = new Stack<(int Start, int ValueStart)>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        int? name = null;
        while (reader.Read())
        {
            var at = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = at;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push((name ?? at, at));
                    name = null;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var (start, valueStart) = open.Pop();
                    found.Add((start, valueStart, (int)reader.BytesConsumed));
                    break;
                default:
                    found.Add((name ?? at, at, (int)reader.BytesConsumed));
                    name = null;
                    break;
            }
        }

        return found;
    }

    /// <summary>The members of the outermost object.</summary>
    public static List<(int Start, int ValueStart, int End)> TopLevel(ReadOnlySpan<byte> json)
    {
        var all = Of(json);
        var found = new List<(int Start, int ValueStart, int End)>();
        for (var at = all.Count - 2; at >= 0; at--)
        {
            if (found.Count == 0 || all[at].End <= found[^1].Start)
            {
                found.Add(all[at]);
            }
        }

        return found;
    }

    /// <summary>The text without one member or element, and without the comma that belonged to it.</summary>
    public static byte[] Without(ReadOnlySpan<byte> json, int start, int end)
    {
        var behind = end;
        while (behind < json.Length && char.IsWhiteSpace((char)json[behind]))
        {
            behind++;
        }

        if (behind < json.Length && json[behind] == ',')
        {
            return [.. json[..start], .. json[(behind + 1)..]];
        }

        var before = start;
        while (before > 0 && char.IsWhiteSpace((char)json[before - 1]))
        {
            before--;
        }

        return [.. json[..(before > 0 && json[before - 1] == ',' ? before - 1 : start)], .. json[end..]];
    }
}
