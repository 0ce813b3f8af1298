// Whole numbers on the command line.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Router.Commands;

/// <summary>Reads a whole number from 1 on, in digits alone.</summary>
internal static class NumberOption
{
    /// <summary>An option that takes a number; an error of the command line when it holds none.</summary>
    internal static Option<long?> Create(string name, string description, long most, string placeholder = "N") => new(name)
    {
        Description = description,
        HelpName = placeholder,
        CustomParser = result => Read(result, name, most),
    };

    /// <summary>An argument that takes a number; an error of the command line when it holds none.</summary>
    internal static Argument<int> Argument(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => (int?)Read(result, name, int.MaxValue) ?? 0,
    };

    private static long? Read(ArgumentResult result, string name, long most)
    {
        if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most)
        {
            return number;
        }

        result.AddError($"{name} takes a whole number from 1 to {most}");
        return null;
    }
}
