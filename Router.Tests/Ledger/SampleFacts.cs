// Facts of requests for the tests of the ledger.
using Router.Configuration;
using Router.Inference;
using Router.Ledger;

namespace Router.Tests.Ledger;

/// <summary>Small realistic facts, and the largest that the types allow.</summary>
internal static class SampleFacts
{
    internal const long Start = 1_780_000_000_000;

    internal static PriceList Prices { get; } = new(250_000_000, 2_000_000_000, 25_000_000, 300_000_000, 500_000_000, 7, "list price");

    internal static string Id(int number) => $"req_{number:x32}";

    internal static RequestFacts Request(int number) => new()
    {
        RequestId = Id(number),
        StartedAt = Start + number,
        Revision = 3,
        CallerId = "ci",
        UserId = "alice",
        ProjectId = "web",
        Environment = "production",
        TokenId = "ci",
        Client = "codex",
        ClientSession = null,
        ClientDialect = Dialect.OpenAIChat,
        Endpoint = "chat.completions",
        GroupName = "default",
        Strategy = "failover",
        Stream = true,
        LicenseState = "valid",
    };

    internal static TargetFacts Target(int attempt = 1, string provider = "openai") =>
        new(attempt, provider, "small", Dialect.OpenAIResponses, "", "byok", Prices, 1_000, 2_000);

    internal static AttemptFacts Attempt(int index, string provider = "openai", string? error = null, long cost = 0) =>
        new(index, provider, "small", Dialect.OpenAIResponses, 200, error, Start, 40, 12, new TokenUsage(Input: 10, Output: 20), cost);

    internal static Settlement Settled(params AttemptFacts[] attempts) => new()
    {
        EndedAt = Start + 5_000,
        Status = 200,
        Outcome = Outcome.Completed,
        Served = Target(Math.Max(attempts.Length, 1), attempts.Length == 0 ? "openai" : attempts[^1].Provider),
        Usage = new TokenUsage(Input: 1_001, CacheRead: 30, Output: 77, Reasoning: 5),
        UsageSource = UsageSource.Reported,
        LatencyMs = 5_000,
        TtftMs = 200,
        UpstreamMs = 4_900,
        QueueMs = 1,
        Attempts = attempts.Length == 0 ? [Attempt(1)] : [.. attempts],
    };

    /// <summary>Of a request under way whose attempts so far are these; nothing was seen of the one in flight.</summary>
    internal static Settlement Progress(params AttemptFacts[] attempts) => new()
    {
        EndedAt = Start + 2_000,
        Status = 0,
        Outcome = Outcome.Interrupted,
        Attempts = [.. attempts],
    };

    internal static Settlement Refused() => new()
    {
        EndedAt = Start + 1,
        Status = 404,
        ErrorCode = "model_not_found",
        Outcome = Outcome.Refused,
        LatencyMs = 1,
    };

    /// <summary>Every text at its bound in a script of three bytes a character, every number as long as numbers get.</summary>
    internal static (RequestFacts Request, TargetFacts Target, Settlement Settlement) Largest()
    {
        var text = new string('語', 400);
        var usage = new TokenUsage(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);
        var prices = new PriceList(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, text);
        var target = new TargetFacts(
            int.MinValue, new string('p', 400), new string('m', 400), Dialect.AnthropicMessages, text, text, prices, long.MaxValue, long.MaxValue, int.MinValue);
        var attempt = new AttemptFacts(
            int.MinValue, new string('p', 400), new string('m', 400), Dialect.AnthropicMessages, int.MinValue, new string('e', 400),
            long.MinValue, long.MinValue, long.MinValue, usage, long.MaxValue);
        var request = new RequestFacts
        {
            RequestId = new string('r', 400),
            StartedAt = long.MinValue,
            Revision = int.MinValue,
            CallerId = text,
            UserId = text,
            ProjectId = text,
            Environment = text,
            TokenId = text,
            Client = text,
            ClientSession = text,
            ClientDialect = Dialect.AnthropicMessages,
            Endpoint = new string('e', 400),
            GroupName = text,
            Strategy = new string('s', 400),
            Stream = true,
            QuotaSet = int.MinValue,
            LicenseState = new string('l', 400),
        };
        var settlement = new Settlement
        {
            EndedAt = long.MinValue,
            Status = int.MinValue,
            ErrorCode = new string('c', 400),
            Outcome = Outcome.Interrupted,
            Served = target,
            Usage = usage,
            UsageSource = UsageSource.Estimated,
            ImageCount = int.MaxValue,
            UpstreamCost = long.MinValue,
            LatencyMs = long.MinValue,
            TtftMs = long.MinValue,
            UpstreamMs = long.MinValue,
            QueueMs = long.MinValue,
            Attempts = [.. Enumerable.Repeat(attempt, RetryPolicy.MaxAttempts)],
        };
        return (FactBounds.Bound(request), FactBounds.Bound(target), FactBounds.Bound(settlement));
    }
}
