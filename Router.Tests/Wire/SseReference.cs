// The event stream rules written for the eye: slow, on the whole text at once, and unlike the framer in every step.
using System.Text;
using System.Text.RegularExpressions;

namespace Router.Tests.Wire;

internal static class SseReference
{
    private const string Mark = "\u00EF\u00BB\u00BF";

    /// <summary>Text is Latin-1, one character a byte.</summary>
    internal static List<SeenFrame> Parse(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        var frames = new List<SeenFrame>();
        if (text.StartsWith(Mark, StringComparison.Ordinal))
        {
            frames.Add(new SeenFrame(Mark, "", "", false, true));
            text = text[Mark.Length..];
        }

        var raw = "";
        var data = new List<string>();
        var name = "";
        foreach (Match line in Regex.Matches(text, "(?<text>[^\r\n]*)(?<end>\r\n|\r|\n)|(?<text>[^\r\n]+)$"))
        {
            raw += line.Value;
            var content = line.Groups["text"].Value;
            if (content.Length == 0)
            {
                frames.Add(new SeenFrame(raw, string.Join('\n', data), name, data.Count > 0, true));
                (raw, name) = ("", "");
                data.Clear();
                continue;
            }

            var colon = content.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? content : content[..colon];
            var value = colon < 0 ? "" : content[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            if (field == "data")
            {
                data.Add(value);
            }
            else if (field == "event")
            {
                name = value;
            }
        }

        if (raw.Length > 0)
        {
            frames.Add(new SeenFrame(raw, string.Join('\n', data), name, data.Count > 0, false));
        }

        return frames;
    }
}
