// Reasoning that an upstream made goes home or nowhere.
using System.Text;
using System.Text.Json.Nodes;
using Router.Inference;
using Router.Tests.Dialects;

namespace Router.Tests.Laws;

internal static class ProvenanceLaw
{
    private const string Payload = """{"type":"thinking","thinking":"secretword","signature":"sig"}""";

    // What a Chat target wants back are members of the message.
    private const string ChatPayload = """{"reasoning_content":"secretword"}""";

    public static string? Fault(MadeRequest made)
    {
        // A caller of Chat carries nothing.
        var dialect = made.Dialect == Dialect.OpenAIChat ? Dialect.OpenAIResponses : made.Dialect;
        var random = new Random(made.Dice);
        var home = new ReasoningOrigin(random.Next(2) == 0 ? "provider" : "another", random.Next(2) == 0 ? "model-1" : "model-2", (Dialect)random.Next(3));
        var payload = home.Dialect == Dialect.OpenAIChat ? ChatPayload : Payload;
        var token = Encoding.ASCII.GetString(Messages.Seal.Seal(home, Encoding.UTF8.GetBytes(payload)));
        var altered = random.Next(4) == 0;
        if (altered)
        {
            var at = random.Next("rtr1.".Length, token.Length - 1);
            token = $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}";
        }

        var request = Crossing.Read(dialect, Body(dialect, token))!;
        foreach (var target in Crossing.Dialects)
        {
            var profile = Crossing.Target(target) with { LeaveOutReasoning = random.Next(4) == 0 };
            var (body, losses, _) = Crossing.Write(request, profile);
            var sent = Encoding.UTF8.GetString(body);
            var isSent = sent.Contains(target == Dialect.OpenAIChat ? ChatPayload[1..^1] : payload, StringComparison.Ordinal);
            var isWanted = !altered && profile.Origin == home && !profile.LeaveOutReasoning;
            if (isSent != isWanted || (!isSent && sent.Contains("secretword", StringComparison.Ordinal)) || sent.Contains("rtr1.", StringComparison.Ordinal))
            {
                return $"made by {home}, {(altered ? "altered, " : "")}it is {(isSent ? "" : "not ")}sent to {profile.Origin}: {sent}";
            }

            if (!isSent && !losses.Paths(Fate.Approximated).Any())
            {
                return $"nothing is said of what was left out towards {target}";
            }
        }

        return null;
    }

    private static byte[] Body(Dialect dialect, string token)
    {
        JsonObject body = dialect == Dialect.OpenAIResponses
            ? new()
            {
                ["model"] = "group",
                ["input"] = new JsonArray(
                    new JsonObject { ["role"] = "user", ["content"] = "Hi" },
                    new JsonObject { ["type"] = "reasoning", ["summary"] = new JsonArray(), ["encrypted_content"] = token },
                    new JsonObject { ["role"] = "assistant", ["content"] = "Hello" },
                    new JsonObject { ["role"] = "user", ["content"] = "And?" }),
            }
            : new()
            {
                ["model"] = "group",
                ["max_tokens"] = 9000,
                ["messages"] = new JsonArray(
                    new JsonObject { ["role"] = "user", ["content"] = "Hi" },
                    new JsonObject
                    {
                        ["role"] = "assistant",
                        ["content"] = new JsonArray(
                            new JsonObject { ["type"] = "thinking", ["thinking"] = "shown", ["signature"] = token },
                            new JsonObject { ["type"] = "text", ["text"] = "Hello" }),
                    },
                    new JsonObject { ["role"] = "user", ["content"] = "And?" }),
            };
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
