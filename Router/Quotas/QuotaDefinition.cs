// The counters of a set as the ledger keeps them: text and back.
using System.Collections.Immutable;

namespace Router.Quotas;

/// <summary>
/// One line a counter: the period's word, a space, the scope. Without names and limits, so that a renewal or a credit note is the same set;
/// sorted, so that the same counters are always the same text.
/// </summary>
internal static class QuotaDefinition
{
    private const int LongestScope = 256;

    /// <exception cref="ArgumentException">A scope cannot stand in a line.</exception>
    internal static string Of(IEnumerable<Quota> quotas) =>
        string.Join('\n', quotas.Select(Line).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>The counters; lines that this version cannot read are left out.</summary>
    internal static ImmutableArray<QuotaKey> Parse(string definition)
    {
        var keys = ImmutableArray.CreateBuilder<QuotaKey>();
        foreach (var line in definition.Split('\n'))
        {
            if (line.Split(' ', 2) is [var word, { Length: > 0 } scope] && QuotaPeriod.TryParse(word, out var period))
            {
                keys.Add(new QuotaKey(scope, period));
            }
        }

        return keys.ToImmutable();
    }

    private static string Line(Quota quota)
    {
        if (quota.Scope.Length is 0 or > LongestScope || quota.Scope.Any(char.IsControl))
        {
            throw new ArgumentException($"A scope has 1 to {LongestScope} characters and no control characters.", nameof(quota));
        }

        return $"{quota.Period.Word} {quota.Scope}";
    }
}
