// Compares a text with a reviewed file; ROUTER_GOLDEN=update writes the file anew instead.
using System.Text;
using Xunit.Sdk;

namespace Router.Tests.Support;

internal static class Golden
{
    /// <summary>
    /// Fails when <paramref name="actual"/> differs from the file. Line ends must be the file's own: what is golden is bytes.
    /// </summary>
    /// <param name="relative">The file, from the folder of the tests: <c>Dialects/Goldens/losses.golden</c>.</param>
    public static void Match(string relative, string actual)
    {
        var path = RepositoryRoot.At("Router.Tests/" + relative);
        if (string.Equals(Environment.GetEnvironmentVariable("ROUTER_GOLDEN"), "update", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        if (!File.Exists(path))
        {
            throw new XunitException($"There is no golden file {relative}. Run the test with ROUTER_GOLDEN=update and review what it writes.");
        }

        var expected = File.ReadAllText(path);
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw new XunitException(Describe(relative, expected.Split('\n'), actual.Split('\n')));
        }
    }

    private static string Describe(string relative, string[] expected, string[] actual)
    {
        var line = 0;
        while (line < expected.Length && line < actual.Length
            && string.Equals(expected[line], actual[line], StringComparison.Ordinal))
        {
            line++;
        }

        return $"""
            {relative} differs from line {line + 1} on (ROUTER_GOLDEN=update writes it anew):
            golden: {LineAt(expected, line)}
            actual: {LineAt(actual, line)}
            """;
    }

    private static string LineAt(string[] lines, int index) => index < lines.Length ? lines[index] : "(the end)";
}
