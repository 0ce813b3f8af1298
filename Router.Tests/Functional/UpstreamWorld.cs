// A running router with scripted upstreams behind one group, and a clock that the test moves.
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Router.Tests.Support;

namespace Router.Tests.Functional;

/// <summary>Group <c>chat</c> over providers <c>p1</c>, <c>p2</c> …, each a scripted upstream with model <c>m</c>.</summary>
internal sealed class UpstreamWorld : IAsyncDisposable
{
    public const string Ask = """{"model":"chat","messages":[{"role":"user","content":"Say hi."}]}""";
    public const string AskStream = """{"model":"chat","stream":true,"messages":[{"role":"user","content":"Say hi."}]}""";

    private UpstreamWorld(RunningRouter router, ScriptedUpstream[] upstreams) => (Router, Upstreams) = (router, upstreams);

    public RunningRouter Router { get; }

    public IReadOnlyList<ScriptedUpstream> Upstreams { get; }

    public ScriptedUpstream First => Upstreams[0];

    public ScriptedUpstream Second => Upstreams[1];

    public ManualTimeProvider Clock => Router.Clock;

    /// <summary>Starts a world.</summary>
    /// <param name="retry">The group's <c>retry</c>.</param>
    /// <param name="timeouts">Every provider's <c>timeouts</c>; without a <c>connect</c> connections may take any time, as in <see cref="RouterConfigText"/>.</param>
    /// <param name="group">Further keys of the group; with strategy weighted the weights are 0, 1, 2 ….</param>
    /// <param name="server">Further keys of <c>server</c>.</param>
    /// <param name="model">Further keys of the model.</param>
    /// <param name="dialects">What the providers speak.</param>
    /// <param name="provider">Further keys of every provider.</param>
    /// <param name="secondDialects">What those after the first speak, when it is something else.</param>
    /// <param name="key">Every provider's <c>api_key</c>.</param>
    public static async Task<UpstreamWorld> StartAsync(
        int targets = 1, string retry = "same_target: 0", string timeouts = "", string group = "", string server = "", string model = "",
        string dialects = "openai-chat, openai-responses, anthropic-messages", string provider = "", string? secondDialects = null,
        string key = "key-of-the-provider")
    {
        var upstreams = Enumerable.Range(0, targets).Select(_ => new ScriptedUpstream()).ToArray();
        var yaml = Yaml([.. upstreams.Select(u => u.BaseUrl)], retry, timeouts, group, server, model)
            .Replace("dialects: [openai-chat]", $"{provider}{(provider.Length > 0 ? ", " : "")}dialects: [{dialects}]", StringComparison.Ordinal)
            .Replace("key-of-the-provider", key, StringComparison.Ordinal);
        if (secondDialects is not null)
        {
            var second = yaml.IndexOf("  p2: ", StringComparison.Ordinal);
            yaml = yaml[..second] + yaml[second..].Replace($"dialects: [{dialects}]", $"dialects: [{secondDialects}]", StringComparison.Ordinal);
        }

        return new UpstreamWorld(await RunningRouter.StartAsync(yaml, new ManualTimeProvider()), upstreams);
    }

    /// <summary>The configuration of such a world over any addresses.</summary>
    public static string Yaml(
        IReadOnlyList<string> addresses, string retry = "same_target: 0", string timeouts = "", string group = "", string server = "", string model = "")
    {
        var text = new StringBuilder(RouterConfigText.Of("http://127.0.0.1:9", "chat"));
        var limits = timeouts.Contains("connect", StringComparison.Ordinal) ? timeouts : $"connect: 0{(timeouts.Length > 0 ? ", " : "")}{timeouts}";
        var providers = text.ToString().IndexOf("providers:", StringComparison.Ordinal);
        var callers = text.ToString().IndexOf("callers:", StringComparison.Ordinal);
        var own = new StringBuilder("providers:\n");
        for (var i = 1; i <= addresses.Count; i++)
        {
            own.AppendLine(CultureInfo.InvariantCulture, $"  p{i}: {{ base_url: \"{addresses[i - 1]}\", private: true, dialects: [openai-chat], api_key: key-of-the-provider, timeouts: {{ {limits} }}, models: {{ m: {{ id: up-model, prices: {{ input: 1, output: 2 }}, {model} }} }} }}");
        }

        var weighted = group.Contains("weighted", StringComparison.Ordinal);
        var targets = string.Join(", ", Enumerable.Range(1, addresses.Count)
            .Select(i => $"{{ provider: p{i}, model: m, weight: {(weighted ? i - 1 : 1)} }}"));
        own.AppendLine(CultureInfo.InvariantCulture, $"groups:\n  chat: {{ targets: [ {targets} ], retry: {{ {retry} }}, {group} }}");
        return text.ToString(0, providers).Replace("server: {", $"server: {{ {server}{(server.Length > 0 ? "," : "")}", StringComparison.Ordinal)
            + own + text.ToString(callers, text.Length - callers);
    }

    /// <summary>Asks without a stream and reads the answer.</summary>
    public async Task<(HttpResponseMessage Answer, string Body)> AskAsync(string body = Ask)
    {
        var answer = await Router.ChatAsync(body);
        return (answer, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Posts a body to a path, with further headers.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Router.Caller.SendAsync(request);
    }

    /// <summary>Asks for a chat stream and returns as soon as the head is there.</summary>
    public Task<StreamingCaller> StreamAsync(string body = AskStream) => StreamAsync("/v1/chat/completions", body);

    /// <summary>Asks for a stream and returns as soon as the head is there.</summary>
    public async Task<StreamingCaller> StreamAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        var answer = await Router.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamingCaller(answer, await answer.Content.ReadAsStreamAsync());
    }

    public async ValueTask DisposeAsync()
    {
        // The upstreams first: a script that stalls would hold up the router's drain.
        foreach (var upstream in Upstreams)
        {
            await upstream.DisposeAsync();
        }

        await Router.DisposeAsync();
    }

    /// <summary>The code in the caller's envelope and the whole message.</summary>
    public static (string? Code, string Message) ErrorIn(string body)
    {
        var error = JsonNode.Parse(body)!["error"]!;
        return ((string?)error["code"], (string)error["message"]!);
    }
}
