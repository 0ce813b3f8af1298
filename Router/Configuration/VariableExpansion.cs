// ${NAME} and ${NAME:-default} in values.
using System.Text;

namespace Router.Configuration;

/// <summary>Expands references to environment variables; <c>$${</c> stands for a literal <c>${</c>.</summary>
internal static class VariableExpansion
{
    /// <summary>
    /// Expands <paramref name="raw"/>. <paramref name="lookup"/> is asked once for each reference. A variable that is set to nothing
    /// counts as not set, as in a shell's <c>:-</c>. Each mistake (a missing variable, a reference that does not end) is added to
    /// <paramref name="mistakes"/>.
    /// </summary>
    internal static string Expand(string raw, Func<string, string?> lookup, List<string> mistakes)
    {
        if (!raw.Contains("${", StringComparison.Ordinal))
        {
            return raw;
        }

        var text = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length;)
        {
            var next = raw.IndexOf("${", at, StringComparison.Ordinal);
            if (next < 0)
            {
                text.Append(raw, at, raw.Length - at);
                break;
            }

            if (next > at && raw[next - 1] == '$')
            {
                text.Append(raw, at, next - 1 - at).Append("${");
                at = next + 2;
                continue;
            }

            text.Append(raw, at, next - at);
            var end = raw.IndexOf('}', next);
            if (end < 0)
            {
                mistakes.Add("a '${' has no '}'; write '$${' for a literal '${'");
                break;
            }

            text.Append(Value(raw[(next + 2)..end], lookup, mistakes));
            at = end + 1;
        }

        return text.ToString();
    }

    /// <summary>True when the text holds at least one reference.</summary>
    internal static bool HasReference(string raw)
    {
        for (var at = raw.IndexOf("${", StringComparison.Ordinal); at >= 0; at = raw.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            if (at == 0 || raw[at - 1] != '$')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with each <c>${NAME}</c> taken out; references with a default stay, because the default is text of the file.</summary>
    internal static string WithoutReferences(string raw)
    {
        var mistakes = new List<string>();
        return Expand(raw, static _ => null, mistakes);
    }

    private static string Value(string reference, Func<string, string?> lookup, List<string> mistakes)
    {
        var split = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? reference : reference[..split];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            mistakes.Add("'${…}' must hold the name of an environment variable: letters, digits and '_'");
            return "";
        }

        if (lookup(name) is { Length: > 0 } value)
        {
            return value;
        }

        if (split >= 0)
        {
            return reference[(split + 2)..];
        }

        mistakes.Add($"the environment variable {name} is not set; set it or write ${{{name}:-default}}");
        return "";
    }
}
