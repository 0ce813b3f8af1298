// Names that may be given once only.
namespace Router.Configuration;

/// <summary>Reports a name that was given before, with the line of the first. <paramref name="what"/> says what is named.</summary>
/// <param name="comparer">Which names are one; by default those that are written alike.</param>
internal sealed class UniqueNames(ProblemList problems, string what, StringComparer? comparer = null)
{
    private readonly Dictionary<string, int> _lines = new(comparer ?? StringComparer.Ordinal);

    /// <summary>False when the name was there already.</summary>
    internal bool Add(string name, int line, string path)
    {
        if (_lines.TryAdd(name, line))
        {
            return true;
        }

        problems.Add(line, path, $"this {what} is used already in line {_lines[name]}");
        return false;
    }
}
