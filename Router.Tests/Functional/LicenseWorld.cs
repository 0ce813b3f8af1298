// A running router whose licence is signed by the test, on a clock that the test moves.
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Licensing;
using Router.Tests.Support;

namespace Router.Tests.Functional;

/// <summary>Groups <c>chat</c> and <c>other</c> over one scripted upstream that answers everything.</summary>
internal sealed class LicenseWorld : IAsyncDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly ScriptedUpstream _upstream = new();

    private LicenseWorld() => _files.Write("trusted.json", System.Text.Encoding.UTF8.GetString(Issuer.PublicJwk));

    public Issuer Issuer { get; } = new();

    public RunningRouter Router { get; private set; } = null!;

    public ScriptedUpstream Upstream => _upstream;

    public ManualTimeProvider Clock => Router.Clock;

    /// <summary>The licence of the tests: begins now, good for a year and 30 days of grace, every feature, no limit.</summary>
    public static JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = Issuer.Claims(claims =>
        {
            claims["limits"] = new JsonObject();
            claims["deployment"] = JsonNode.Parse("""{ "mode": "self_hosted", "environments": ["development"] }""");
        });
        change?.Invoke(claims);
        return claims;
    }

    /// <param name="change">What differs in the licence; null for no licence at all.</param>
    /// <param name="settings">Further keys of <c>license</c>.</param>
    /// <param name="yaml">Changes the configuration.</param>
    public static async Task<LicenseWorld> StartAsync(Action<JsonObject>? change, string settings = "", Func<string, string>? yaml = null)
    {
        var world = new LicenseWorld();
        world._upstream.OnEvery(r => r.AnswerJsonAsync(UpstreamText.Answer));
        if (change is not null)
        {
            world.Install(change);
        }

        var text = RouterConfigText.Of(world._upstream.BaseUrl, "chat", "other");
        var licenseLine = text.Split('\n').FirstOrDefault(line => line.StartsWith("license:", StringComparison.Ordinal));
        var own = $"license: {{ path: \"{world.PathOf("license.json")}\", trusted_keys: [\"{world.PathOf("trusted.json")}\"], environment: development{settings} }}";
        text = licenseLine is null ? own + "\n" + text : text.Replace(licenseLine, own, StringComparison.Ordinal);
        world.Router = await RunningRouter.StartAsync(yaml?.Invoke(text) ?? text, new ManualTimeProvider());
        return world;
    }

    public string PathOf(string name) => _files[name].Replace('\\', '/');

    /// <summary>Puts a licence at the path, signed by the test's issuer.</summary>
    public void Install(Action<JsonObject> change) => Put("license.json", Issuer.Sign(Claims(change)));

    public void Put(string name, byte[] bytes) => File.WriteAllBytes(_files[name], bytes);

    public void Remove(string name) => File.Delete(_files[name]);

    /// <summary>Lets the router look at its files, by its own clock.</summary>
    public void Look() => Clock.Advance(LicenseOffice.Interval);

    /// <summary>The status and the router's error code of a request to a group.</summary>
    public async Task<(int Status, string? Code)> AskAsync(string group = "chat")
    {
        using var answer = await Router.ChatAsync($$"""{"model":"{{group}}","messages":[{"role":"user","content":"hi"}]}""");
        return ((int)answer.StatusCode, answer.Headers.TryGetValues("x-router-error", out var code) ? code.Single() : null);
    }

    public async Task<JsonNode> AdminAsync()
    {
        using var answer = await Router.Admin.GetAsync(new Uri("/admin/license", UriKind.Relative));
        answer.IsSuccessStatusCode.Should().BeTrue();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public async Task<string> StateAsync() => (string)(await AdminAsync())["state"]!;

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        if (Router is not null)
        {
            await Router.DisposeAsync();
        }

        _files.Dispose();
    }
}
