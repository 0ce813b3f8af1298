// Takes the literal secrets out of a configuration's text.
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Router.Configuration;

/// <summary>
/// Each literal secret becomes <c>"&lt;redacted sha256:8hex&gt;"</c>; everything else stays as it is, byte for byte. References
/// (<c>${NAME}</c>, <c>file:PATH</c>) stay, because they tell nothing. What comments hold of that kind goes too (<see cref="CommentRedaction"/>).
/// </summary>
internal static partial class SecretRedaction
{
    // A word this short is more likely an ordinary word of a comment than a copy of the secret.
    private const int ShortestCopy = 8;

    /// <summary>Redacts <paramref name="text"/>, whose tree is <paramref name="root"/>. Redacting twice changes nothing more.</summary>
    internal static string Redact(string text, ConfigNode.Mapping root, IReadOnlyList<ConfigNode.Scalar> secrets)
    {
        var literals = secrets.Where(IsLiteral).ToHashSet();
        var copies = literals.Select(literal => literal.Raw.Trim()).Where(raw => raw.Length >= ShortestCopy).Distinct().ToList();
        var comments = new CommentRedaction(text, copies);
        var redacted = new StringBuilder(text.Length);
        var at = 0;
        foreach (var scalar in Scalars(root).Where(scalar => scalar.End > scalar.Start).OrderBy(scalar => scalar.Start))
        {
            redacted.Append(comments.Between(at, scalar.Start));
            at = End(text, scalar);
            redacted.Append(literals.Contains(scalar) ? $"\"{Mark(scalar.Raw)}\"" : text[scalar.Start..at]);
        }

        return redacted.Append(comments.Between(at, text.Length)).ToString();
    }

    /// <summary>Does the file itself hold the secret?</summary>
    internal static bool IsLiteral(ConfigNode.Scalar secret) =>
        secret.Raw.Length > 0 && !Values.IsReference(secret.Raw) && !IsMark(secret.Raw);

    /// <summary>What stands for a secret.</summary>
    internal static string Mark(string raw) =>
        $"<redacted sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw)))[..8]}>";

    /// <summary>Does this stand for a secret that was taken out?</summary>
    internal static bool IsMark(string raw) => MarkPattern().IsMatch(raw);

    /// <summary>The end of a value without the line ends that a block scalar takes with it.</summary>
    internal static int End(string text, ConfigNode.Scalar scalar) =>
        scalar.Start + text.AsSpan(scalar.Start, scalar.End - scalar.Start).TrimEnd().Length;

    private static IEnumerable<ConfigNode.Scalar> Scalars(ConfigNode node) => node switch
    {
        ConfigNode.Scalar scalar => [scalar],
        ConfigNode.Mapping mapping => mapping.Entries.SelectMany(entry => Scalars(entry.Value)),
        ConfigNode.Sequence sequence => sequence.Items.SelectMany(Scalars),
        _ => [],
    };

    [GeneratedRegex("^<redacted sha256:[0-9a-f]{8}>$")]
    private static partial Regex MarkPattern();
}
