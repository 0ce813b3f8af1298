// The files of trusted keys that a configuration names, whatever else is wrong with it.
using Router.Configuration;
using Router.Licensing;

namespace Router.Commands;

/// <summary>Looks for them in the text, since a configuration with problems has no settings yet.</summary>
internal static class KeyFileProblems
{
    /// <summary>A problem for each file that cannot be used; with one the start stops.</summary>
    /// <param name="path">The configuration file, absolute.</param>
    internal static IReadOnlyList<ConfigurationProblem> Of(string path, Func<string, string?> environment)
    {
        if (ConfigurationFile.Read(path).Text is not { } text || YamlTree.Read(text.TrimStart('\uFEFF'), new ProblemList()) is not { } root
            || (root.Find("license") as ConfigNode.Mapping)?.Find("trusted_keys") is not ConfigNode.Sequence files)
        {
            return [];
        }

        var reading = new LoadContext(Path.GetDirectoryName(path)!, environment);
        return
        [
            .. from file in files.Items.OfType<ConfigNode.Scalar>()
               where reading.Expand(file, TrustedKeys.Setting) && file.Text.Length > 0
               let problem = TrustedKeys.ProblemOf(reading.FullPath(file.Text))
               where problem is not null
               select new ConfigurationProblem(file.Line, TrustedKeys.Setting, problem),
        ];
    }
}
