// A folder with keys and claims, and a clock, for the licence commands.
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Licensing;
using Router.Tests.Support;

namespace Router.Tests.Commands;

/// <summary>Runs <c>router license …</c> at the start of the sample licence.</summary>
internal sealed class LicenseWorld : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    internal LicenseWorld() => Write("claims.json", Issuer.Claims().ToJsonString());

    internal ManualTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeSeconds(Issuer.Start));

    internal string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    internal string Write(string name, string text) => _folder.Write(name, text);

    internal string Read(string name) => _folder.Read(name);

    internal byte[] Bytes(string name) => File.ReadAllBytes(this[name]);

    internal Task<CommandLineRun> RunAsync(params string[] words) => CommandLineRun.OfAsync(["license", .. words], Clock);

    /// <summary>Makes <c>private.json</c> and <c>public.json</c>.</summary>
    internal async Task MakeKeysAsync(params string[] more) =>
        await MustAsync(["keygen", "--private", this["private.json"], "--public", this["public.json"], .. more]);

    /// <summary>Signs <c>claims.json</c> to <c>license.json</c>.</summary>
    internal Task<CommandLineRun> IssueAsync(params string[] more) =>
        RunAsync(["issue", "--key", this["private.json"], "--in", this["claims.json"], "--out", this["license.json"], .. more]);

    /// <summary>Runs what must succeed.</summary>
    internal async Task<CommandLineRun> MustAsync(params string[] words)
    {
        var run = await RunAsync(words);
        return run.ExitCode == 0 ? run : throw new InvalidOperationException($"{string.Join(' ', words)}: {run.ExitCode}\n{run.Out}{run.Error}");
    }

    /// <summary>The claims of a file, as <c>inspect</c> shows them.</summary>
    internal async Task<JsonNode> ClaimsAsync(string name) => Json(await MustAsync("inspect", this[name], "--json"))["claims"]!;

    /// <summary>The answer of <c>verify --json</c> for a file, by the public key of this world.</summary>
    internal async Task<JsonElement> VerifyAsync(string name) =>
        JsonDocument.Parse((await RunAsync("verify", this[name], "--key", this["public.json"], "--json")).Out).RootElement;

    internal static JsonNode Json(CommandLineRun run) => JsonNode.Parse(run.Out)!;
}
