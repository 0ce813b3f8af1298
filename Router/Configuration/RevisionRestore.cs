// Puts secrets back into the redacted text of a revision.
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Router.Configuration;

/// <summary>
/// Revisions hold no secrets, so going back to one takes each literal secret from the file as it is now, by its fingerprint.
/// </summary>
internal static class RevisionRestore
{
    /// <summary>The full text of the revision, or null and one problem for each secret that the current file does not hold.</summary>
    internal static (string? Text, ImmutableArray<ConfigurationProblem> Problems) Restore(string redacted, string current)
    {
        var problems = new ProblemList();
        var known = Secrets(current.TrimStart('\uFEFF'), new ProblemList()).Where(SecretRedaction.IsLiteral)
            .GroupBy(secret => SecretRedaction.Mark(secret.Raw), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Raw, StringComparer.Ordinal);
        var text = new StringBuilder(redacted.Length);
        var at = 0;
        foreach (var secret in Secrets(redacted, problems).Where(secret => SecretRedaction.IsMark(secret.Raw)).OrderBy(secret => secret.Start))
        {
            if (!known.TryGetValue(secret.Raw, out var raw))
            {
                problems.Add(
                    secret.Line, "", $"the secret {secret.Raw} of the revision is not in the current file; put it there, or use ${{NAME}} or file:PATH");
                continue;
            }

            text.Append(redacted, at, secret.Start - at).Append(Quoted(raw));
            at = SecretRedaction.End(redacted, secret);
        }

        return problems.Count > 0 ? (null, problems.Sorted()) : (text.Append(redacted, at, redacted.Length - at).ToString(), []);
    }

    // Only the places of secrets are wanted, so what else the check finds, and what variables say, does not matter.
    private static List<ConfigNode.Scalar> Secrets(string text, ProblemList problems)
    {
        if (YamlTree.Read(text, problems) is not { } root)
        {
            return [];
        }

        var context = new LoadContext(Path.GetFullPath("."), static _ => null);
        RootTable.Shape.Check(root, "", context);
        return context.Secrets;
    }

    private static string Quoted(string raw)
    {
        var quoted = new StringBuilder(raw.Length + 2).Append('"');
        foreach (var c in raw)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('"').ToString();
    }
}
