// The arguments of one verb: plain words, switches, and options with a value.
using System.Globalization;

namespace Router.Tests.Verbs;

internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];

    /// <param name="args">What follows the verb.</param>
    /// <param name="options">Names that take the next argument as their value.</param>
    /// <param name="switches">Names that stand alone.</param>
    /// <exception cref="UsageException">An unknown, doubled or incomplete option.</exception>
    public Arguments(IReadOnlyList<string> args, string[] options, string[] switches)
    {
        for (var at = 0; at < args.Count; at++)
        {
            var name = args[at];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                _words.Add(name);
                continue;
            }

            var value = "";
            if (options.Contains(name, StringComparer.Ordinal))
            {
                value = ++at < args.Count ? args[at] : throw new UsageException($"{name} needs a value");
            }
            else if (!switches.Contains(name, StringComparer.Ordinal))
            {
                throw new UsageException($"unknown option {name}");
            }

            if (!_values.TryAdd(name, value))
            {
                throw new UsageException($"{name} is given twice");
            }
        }
    }

    public IReadOnlyList<string> Words => _words;

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public int Number(string name, int otherwise, int least = 1)
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new UsageException($"{name} takes a whole number of at least {least}");
    }
}
