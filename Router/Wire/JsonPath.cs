// Says where in a JSON document a value stands, in words.
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Router.Wire;

/// <summary>
/// Paths like <c>input[3].content[0].file_id</c>. Made only when somebody must be told, so that readers keep offsets and not texts.
/// </summary>
internal static class JsonPath
{
    /// <summary>The paths of the values that begin at the given offsets, in the order of the offsets; empty for an offset of no value.</summary>
    /// <param name="json">Known to be valid and no deeper than <see cref="JsonDocumentScan.MaxDepth"/>.</param>
    internal static string[] Of(ReadOnlySpan<byte> json, ReadOnlySpan<int> offsets)
    {
        var sorted = offsets.ToArray();
        var places = Enumerable.Range(0, offsets.Length).ToArray();
        Array.Sort(sorted, places);
        var paths = new string[offsets.Length];
        Array.Fill(paths, "");

        // Of each level, the name of the present member, or the index of the present element in a list.
        Span<Step> steps = stackalloc Step[JsonReader.MaxDepth + 1];
        var reader = new JsonReader(json);
        var next = 0;
        while (next < sorted.Length && reader.Read())
        {
            ref var step = ref steps[reader.Depth];
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    step = new Step(reader.TokenStart + 1, reader.ValueSpan.Length, 0);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    continue;
            }

            step.Index += step.NameStart == 0 ? 1 : 0;
            for (; next < sorted.Length && sorted[next] <= reader.TokenStart; next++)
            {
                if (sorted[next] == reader.TokenStart)
                {
                    paths[places[next]] = Write(json, steps[1..(reader.Depth + 1)]);
                }
            }

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                steps[reader.Depth + 1] = new Step(0, 0, -1);
            }
        }

        return paths;
    }

    /// <summary>A path with <c>[]</c> for every place in a list: the words of who does not know the place.</summary>
    /// <param name="path">One that <see cref="Of"/> made, where a bracket is an index's.</param>
    internal static string WithoutIndices(string path) =>
        string.Join('[', path.Split('[').Select((piece, at) => at == 0 ? piece : piece[piece.AsSpan().IndexOf(']')..]));

    private static string Write(ReadOnlySpan<byte> json, ReadOnlySpan<Step> steps)
    {
        var path = new StringBuilder();
        foreach (var step in steps)
        {
            if (step.NameStart == 0)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
                continue;
            }

            // A name that is no plain word is the caller's own text.
            var name = json.Slice(step.NameStart, step.NameLength);
            path.Append(path.Length > 0 ? "." : "").Append(JsonText.IsPlainName(name) ? Encoding.ASCII.GetString(name) : "*");
        }

        return path.ToString();
    }

    /// <summary>A list has no name; its <paramref name="NameStart"/> is 0, where none can stand.</summary>
    private record struct Step(int NameStart, int NameLength, int Index);
}
