// The text of a first router.yaml.
using System.Text;

namespace Router.Configuration;

/// <summary>
/// A configuration that serves at once, from the built-in simulator, and from real services whose key is in the environment.
/// Keys are written as references, never as values.
/// </summary>
internal static class BootstrapFile
{
    /// <summary>The text. A service that is not named is left out; the file keeps working when the variable of one that is there goes.</summary>
    /// <param name="openAI"><c>OPENAI_API_KEY</c> is set.</param>
    /// <param name="anthropic"><c>ANTHROPIC_API_KEY</c> is set.</param>
    /// <param name="dataDirectory">The data folder, relative to the folder of the file.</param>
    internal static string Text(bool openAI, bool anthropic, string dataDirectory = "data")
    {
        var text = new StringBuilder(Head.Replace("DATA_DIR", dataDirectory, StringComparison.Ordinal));
        text.Append(openAI ? OpenAIProvider : CommentedOut(OpenAIProvider));
        text.Append(anthropic ? AnthropicProvider : CommentedOut(AnthropicProvider));
        text.Append(Groups);
        text.Append(openAI ? OpenAIGroup : CommentedOut(OpenAIGroup));
        text.Append(anthropic ? AnthropicGroup : CommentedOut(AnthropicGroup));
        return text.Append(Tail).ToString();
    }

    /// <summary>The text for an environment.</summary>
    internal static string For(Func<string, string?> environment, string dataDirectory = "data") => Text(
        environment("OPENAI_API_KEY") is { Length: > 0 }, environment("ANTHROPIC_API_KEY") is { Length: > 0 }, dataDirectory);

    private static string CommentedOut(string lines) =>
        string.Concat(lines.Split('\n').Where(line => line.Length > 0).Select(line => $"  # {line[2..]}\n"));

    private const string Head = """
        # Configuration of the router. After a change: `router check` lists every mistake with its line; a running router takes a
        # good file up by itself and keeps the last good one otherwise. `router config schema` prints a JSON Schema for editors.
        # ${NAME} and ${NAME:-default} are environment variables; any secret may also be file:PATH.
        # Relative paths are relative to the folder of this file.

        server:
          listen: http://127.0.0.1:8080        # what callers use
          admin_listen: http://127.0.0.1:8081  # administration, reports and metrics
          data_dir: DATA_DIR                   # ledger, licence and tokens

        # Endpoints with a credential, and the models they serve. Prices are USD per million tokens.
        providers:
          simulator:                           # built in: speaks all dialects, needs no key, costs nothing real
            base_url: simulator
            models:
              sim-small:
                context_tokens: 128000
                max_output_tokens: 16384
                prices: { input: 0.25, output: 2.00, cache_read: 0.025, source: simulated }
              sim-large:
                context_tokens: 200000
                max_output_tokens: 64000
                prices: { input: 3.00, output: 15.00, cache_read: 0.30, cache_write: 3.75, cache_write_1h: 6.00, source: simulated }
              sim-429: { prices: { input: 0.25, output: 2.00, source: simulated } }    # always says "too many requests"
              sim-500: { prices: { input: 0.25, output: 2.00, source: simulated } }    # always fails
              sim-slow: { prices: { input: 0.25, output: 2.00, source: simulated } }   # answers slowly
              sim-cut: { prices: { input: 0.25, output: 2.00, source: simulated } }    # breaks off in the middle

        """;

    private const string OpenAIProvider = """
          openai:                              # needs the environment variable OPENAI_API_KEY
            base_url: https://api.openai.com   # without /v1
            dialects: [openai-chat, openai-responses]
            api_key: ${OPENAI_API_KEY:-}
            models:
              mini:
                id: gpt-5-mini                 # the provider's own name
                context_tokens: 400000
                max_output_tokens: 128000
                prices: { input: 0.25, output: 2.00, cache_read: 0.025, source: list price, updated: 2026-11-01 }

        """;

    private const string AnthropicProvider = """
          anthropic:                           # needs the environment variable ANTHROPIC_API_KEY
            base_url: https://api.anthropic.com
            dialects: [anthropic-messages]
            api_key: ${ANTHROPIC_API_KEY:-}
            models:
              sonnet:
                id: claude-sonnet-4-5
                context_tokens: 200000
                max_output_tokens: 64000
                prices: { input: 3.00, output: 15.00, cache_read: 0.30, cache_write: 3.75, cache_write_1h: 6.00, source: list price, updated: 2026-11-01 }

        """;

    private const string Groups = """

        # What callers put in "model". `aliases` are further names for clients that ask for a fixed one.
        groups:
          default:
            aliases: []
            strategy: failover                 # the next target when one fails; also: static, weighted
            targets:
              - { provider: simulator, model: sim-small }
              - { provider: simulator, model: sim-large }
            retry: { same_target: 1, deadline: 120s }
          sim-failover:                        # the first target always fails, so the second answers
            targets:
              - { provider: simulator, model: sim-500 }
              - { provider: simulator, model: sim-small }
          sim-429:
            strategy: static
            targets: [{ provider: simulator, model: sim-429 }]
          sim-slow:
            strategy: static
            targets: [{ provider: simulator, model: sim-slow }]
          sim-cut:
            strategy: static
            targets: [{ provider: simulator, model: sim-cut }]

        """;

    private const string OpenAIGroup = """
          gpt:
            targets: [{ provider: openai, model: mini }]

        """;

    private const string AnthropicGroup = """
          claude:
            targets: [{ provider: anthropic, model: sonnet }]

        """;

    private const string Tail = """

        # Tokens made with `router token issue` live in the ledger and need nothing here. A token may also stand in this file, by the
        # hash that `router token new` prints:
        # callers:
        #   - { id: ci, user: alice, project: web, environment: production, token_sha256: "<64 hex digits>", allow: [default] }
        # admin:
        #   tokens:
        #     - { id: ops, token_sha256: "<64 hex digits>", roles: [viewer] }

        """;
}
