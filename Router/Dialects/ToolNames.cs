// The names that a caller's tools go by at a target, and the way back.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// Targets take short plain names in one flat list. A name that fits is kept; a namespace is put before it; whatever does not fit is
/// shortened and given a hash of its full name, so that it is the same in every turn and the target's prompt cache stays warm.
/// </summary>
internal sealed class ToolNames
{
    private const int HashDigits = 8;

    private readonly int _longest;
    private readonly Dictionary<(string? Namespace, string Name), string> _written = [];

    /// <summary>Of names that come out alike, namespace and all: what was tried for those before is taken and is not tried again.</summary>
    private readonly Dictionary<string, int> _rounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ToolReference> _callers = new(StringComparer.Ordinal);

    private ToolNames(int longest) => _longest = longest;

    /// <summary>Every tool goes by its own name.</summary>
    internal static ToolNames Unchanged { get; } = new(int.MaxValue);

    /// <summary>Names for all tools of a request, those listed first and then those that were only called before.</summary>
    internal static ToolNames Of(InferenceRequest request, TargetTraits traits)
    {
        var tools = ToolsOf(request);
        if (tools.Count == 0)
        {
            return Unchanged;
        }

        var names = new ToolNames(traits.ToolNameMax);

        // Names that fit come first, so that no shortened one takes the place of a caller's own.
        tools.ForEach(tool => names.Add(tool, onlyPlain: true));
        tools.ForEach(tool => names.Add(tool, onlyPlain: false));
        return names;
    }

    /// <summary>The name to write for a tool.</summary>
    internal string Written(ToolReference tool) => _written.GetValueOrDefault((tool.Namespace, tool.Name), tool.Name);

    /// <summary>The caller's tool behind a name that a target used; a name that nobody gave it stays as it is.</summary>
    internal ToolReference CallersOf(ToolReference written) => _callers.GetValueOrDefault(written.Name, written);

    private static List<ToolReference> ToolsOf(InferenceRequest request)
    {
        var tools = new List<ToolReference>(request.Tools.Length);
        foreach (var tool in request.Tools)
        {
            tools.Add(tool.Reference);
        }

        foreach (var turn in request.Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is TurnPart.ToolCall call)
                {
                    tools.Add(call.Tool);
                }
            }
        }

        return tools;
    }

    private void Add(ToolReference tool, bool onlyPlain)
    {
        if (_written.ContainsKey((tool.Namespace, tool.Name)))
        {
            return;
        }

        var whole = tool.Namespace is null ? tool.Name : $"{tool.Namespace}__{tool.Name}";
        var isPlain = whole.Length > 0 && whole.Length <= _longest && whole.All(IsPlain);
        if (onlyPlain && (!isPlain || tool.Namespace is not null || _callers.ContainsKey(whole)))
        {
            return;
        }

        var round = _rounds.GetValueOrDefault(whole);
        var written = isPlain && round == 0 ? whole : Shorten(whole, round);
        for (round++; !_callers.TryAdd(written, tool); round++)
        {
            written = Shorten(whole, round);
        }

        _rounds[whole] = round;
        _written.Add((tool.Namespace, tool.Name), written);
    }

    private string Shorten(string whole, int round)
    {
        // Over the units of the text, since a name may hold half a surrogate pair, which no encoding carries.
        var hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes($"{round}:{whole}".AsSpan())))[..HashDigits];
        var kept = Math.Min(whole.Length, _longest - HashDigits - 1);
        return string.Concat(whole.Take(kept).Select(letter => IsPlain(letter) ? letter : '_').Append('_')) + hash;
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';
}
