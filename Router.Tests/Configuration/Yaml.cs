// Loads configuration texts in tests.
using Router.Configuration;

namespace Router.Tests.Configuration;

/// <summary>Texts and short ways to load them.</summary>
internal static class Yaml
{
    /// <summary>A provider and a group that are good.</summary>
    internal const string Good = """
        providers:
          up:
            base_url: https://api.example.com
            api_key: sk-literal-secret-0123456789
            models:
              m: { id: vendor-m }
        groups:
          default:
            targets: [{ provider: up, model: m }]
        """;

    internal static LoadResult Load(string text, params (string Name, string Value)[] environment) =>
        ConfigurationLoader.LoadText(text, Path.GetTempPath(), name => Array.Find(environment, pair => pair.Name == name).Value);

    internal static RouterSnapshot Snapshot(string text, params (string Name, string Value)[] environment)
    {
        var result = Load(text, environment);
        return result.Snapshot ?? throw new InvalidOperationException(string.Join('\n', result.Problems));
    }
}
