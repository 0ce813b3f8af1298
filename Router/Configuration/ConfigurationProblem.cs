// One mistake in the configuration.
namespace Router.Configuration;

/// <summary>A mistake with its place: <paramref name="Line"/> counts from 1 (0: no line), <paramref name="Path"/> is like <c>groups.default.targets[0].model</c>.</summary>
internal sealed record ConfigurationProblem(int Line, string Path, string Message)
{
    /// <summary><c>line 12: groups.default.strategy: …</c></summary>
    public override string ToString() => $"{(Line > 0 ? $"line {Line}: " : "")}{(Path.Length > 0 ? $"{Path}: " : "")}{Message}";
}
