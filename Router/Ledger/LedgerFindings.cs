// What a check of the whole ledger found.
namespace Router.Ledger;

/// <param name="Rows">Rows checked.</param>
/// <param name="Problems">The first <see cref="MostProblems"/>; <paramref name="ProblemCount"/> counts all.</param>
internal sealed record LedgerFindings(long Rows, IReadOnlyList<LedgerProblem> Problems, long ProblemCount)
{
    /// <summary>How many problems are kept with their words.</summary>
    internal const int MostProblems = 100;

    internal bool Ok => ProblemCount == 0;
}
