// The caller's headers that go on to a provider of the same dialect.
using System.Text;
using Router.Inference;

namespace Router.Relay;

/// <summary>
/// Mapping section 6. Capability headers belong to fields of the body, so they go along unread, also those that are not known here; the
/// credential, telemetry and what belongs to the router's own account stay.
/// </summary>
internal static class ForwardedHeaders
{
    private const string DefaultAnthropicVersion = "2023-06-01";

    private static readonly string[] OpenAI =
        ["openai-beta", "idempotency-key", "x-client-request-id", "originator", "session-id", "session_id", "thread-id", "conversation_id"];

    /// <summary>Adds them to <paramref name="headers"/>, which holds the provider's own: where both have one, the operator's word stands.</summary>
    internal static void Add(IHeaderDictionary caller, Dialect dialect, List<KeyValuePair<string, string>> headers)
    {
        if (dialect == Dialect.AnthropicMessages)
        {
            foreach (var (name, value) in caller)
            {
                if (name.Equals("idempotency-key", StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("x-claude-code-", StringComparison.OrdinalIgnoreCase)
                    || (name.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase)
                        && !name.Equals("anthropic-workspace-id", StringComparison.OrdinalIgnoreCase)))
                {
                    Add(name, value, headers);
                }
            }

            if (!caller.ContainsKey("anthropic-version"))
            {
                // The service refuses a request without one, whatever it asks.
                Add("anthropic-version", DefaultAnthropicVersion, headers);
            }

            return;
        }

        foreach (var name in OpenAI)
        {
            if (caller.TryGetValue(name, out var value))
            {
                Add(name, value, headers);
            }
        }

        foreach (var (name, value) in caller)
        {
            if (name.StartsWith("x-codex-", StringComparison.OrdinalIgnoreCase))
            {
                Add(name, value, headers);
            }
        }
    }

    private static void Add(string name, Microsoft.Extensions.Primitives.StringValues value, List<KeyValuePair<string, string>> headers)
    {
        // What is not ASCII cannot be sent on: the whole request would fail for a header that nobody needs. A list may come in several.
        var text = value.Count == 1 ? value[0]! : string.Join(", ", value.ToArray());
        if (Ascii.IsValid(text) && !headers.Exists(own => own.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new(name, text));
        }
    }
}
