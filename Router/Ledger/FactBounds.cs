// Cuts facts to what a journal slot holds, so that a row is the same whether it comes from memory or from the journal.
using System.Collections.Immutable;
using Router.Configuration;
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// Each method returns its argument when nothing had to be cut, which is the usual case and costs no allocation. Counts and money come
/// from callers and upstreams, so they are cut too: tokens to 0…<see cref="MostTokens"/>, money to 0 and more.
/// </summary>
internal static class FactBounds
{
    /// <summary>The most tokens of a bucket or of a hold: a million million.</summary>
    internal const long MostTokens = 1_000_000_000_000;

    /// <summary>The tokens of all five kinds, each within its bound.</summary>
    internal static long AllTokens(in TokenUsage usage) =>
        Tokens(usage.Input ?? 0) + Tokens(usage.CacheRead ?? 0) + Tokens(usage.CacheWrite ?? 0) + Tokens(usage.CacheWrite1h ?? 0)
        + Tokens(usage.Output ?? 0);

    internal static RequestFacts Bound(RequestFacts facts)
    {
        var fits = Fits(TextBound.Name, facts.RequestId) && Fits(TextBound.Id, facts.CallerId) && Fits(TextBound.Id, facts.UserId)
            && Fits(TextBound.Id, facts.ProjectId) && Fits(TextBound.Id, facts.Environment) && Fits(TextBound.Id, facts.TokenId)
            && Fits(TextBound.Id, facts.Client) && Fits(TextBound.LongId, facts.ClientSession) && Fits(TextBound.Name, facts.Endpoint)
            && Fits(TextBound.LongId, facts.GroupName) && Fits(TextBound.Name, facts.Strategy)
            && Fits(TextBound.Word, facts.LicenseState);
        return fits
            ? facts
            : facts with
            {
                RequestId = TextBound.Name.Cut(facts.RequestId),
                CallerId = TextBound.Id.Cut(facts.CallerId),
                UserId = TextBound.Id.Cut(facts.UserId),
                ProjectId = TextBound.Id.Cut(facts.ProjectId),
                Environment = TextBound.Id.Cut(facts.Environment),
                TokenId = TextBound.Id.Cut(facts.TokenId),
                Client = TextBound.Id.CutOrNull(facts.Client),
                ClientSession = TextBound.LongId.CutOrNull(facts.ClientSession),
                Endpoint = TextBound.Name.Cut(facts.Endpoint),
                GroupName = TextBound.LongId.CutOrNull(facts.GroupName),
                Strategy = TextBound.Name.CutOrNull(facts.Strategy),
                LicenseState = TextBound.Word.Cut(facts.LicenseState),
            };
    }

    internal static TargetFacts Bound(TargetFacts facts)
    {
        var source = TextBound.Id.Cut(facts.Prices.Source);
        var provider = TextBound.Name.Cut(facts.Provider);
        var model = TextBound.Name.Cut(facts.Model);
        var region = TextBound.Id.Cut(facts.Region);
        var billing = TextBound.Id.Cut(facts.Billing);
        var prices = Bound(facts.Prices, source);
        var (heldInput, heldOutput) = (Tokens(facts.HeldInputTokens), Tokens(facts.HeldOutputTokens));
        var same = ReferenceEquals(prices, facts.Prices) && ReferenceEquals(provider, facts.Provider)
            && (heldInput, heldOutput) == (facts.HeldInputTokens, facts.HeldOutputTokens)
            && ReferenceEquals(model, facts.Model) && ReferenceEquals(region, facts.Region) && ReferenceEquals(billing, facts.Billing);
        return same
            ? facts
            : facts with
            {
                Provider = provider,
                Model = model,
                Region = region,
                Billing = billing,
                Prices = prices,
                HeldInputTokens = heldInput,
                HeldOutputTokens = heldOutput,
            };
    }

    internal static Settlement Bound(Settlement settlement)
    {
        var served = settlement.Served is { } target ? Bound(target) : null;
        var errorCode = TextBound.Word.CutOrNull(settlement.ErrorCode);
        var attempts = Bound(settlement.Attempts);
        var usage = Bound(settlement.Usage);
        var images = Count(settlement.ImageCount);
        var same = usage == settlement.Usage && images == settlement.ImageCount && ReferenceEquals(served, settlement.Served) && ReferenceEquals(errorCode, settlement.ErrorCode)
            && attempts == settlement.Attempts;
        return same
            ? settlement
            : settlement with
            {
                Served = served,
                Usage = usage,
                ImageCount = images,
                ErrorCode = errorCode,
                Attempts = attempts,
            };
    }

    private static ImmutableArray<AttemptFacts> Bound(ImmutableArray<AttemptFacts> attempts)
    {
        if (attempts.Length > RetryPolicy.MaxAttempts)
        {
            throw new ArgumentException($"A request has at most {RetryPolicy.MaxAttempts} attempts.", nameof(attempts));
        }

        for (var i = 0; i < attempts.Length; i++)
        {
            var bounded = Bound(attempts[i]);
            if (!ReferenceEquals(bounded, attempts[i]))
            {
                attempts = attempts.SetItem(i, bounded);
            }
        }

        return attempts;
    }

    private static AttemptFacts Bound(AttemptFacts facts)
    {
        var provider = TextBound.Name.Cut(facts.Provider);
        var model = TextBound.Name.Cut(facts.Model);
        var errorClass = TextBound.Word.CutOrNull(facts.ErrorClass);
        var usage = Bound(facts.Usage);
        var cost = Math.Max(facts.Cost, 0);
        var same = usage == facts.Usage && cost == facts.Cost && ReferenceEquals(provider, facts.Provider)
            && ReferenceEquals(model, facts.Model) && ReferenceEquals(errorClass, facts.ErrorClass);
        return same ? facts : facts with { Provider = provider, Model = model, ErrorClass = errorClass, Usage = usage, Cost = cost };
    }

    private static PriceList Bound(PriceList prices, string source)
    {
        var same = ReferenceEquals(source, prices.Source)
            && (prices.Input | prices.Output | prices.CacheRead | prices.CacheWrite | prices.CacheWrite1h | prices.Image) >= 0;
        return same
            ? prices
            : new PriceList(
                Math.Max(prices.Input, 0), Math.Max(prices.Output, 0), Math.Max(prices.CacheRead, 0), Math.Max(prices.CacheWrite, 0),
                Math.Max(prices.CacheWrite1h, 0), Math.Max(prices.Image, 0), source);
    }

    private static TokenUsage Bound(in TokenUsage usage) => new(
        Tokens(usage.Input), Tokens(usage.CacheRead), Tokens(usage.CacheWrite), Tokens(usage.CacheWrite1h), Tokens(usage.Output),
        Tokens(usage.Reasoning));

    private static long Tokens(long count) => Math.Clamp(count, 0, MostTokens);

    private static long? Tokens(long? count) => count is { } known ? Tokens(known) : null;

    private static int? Count(int? count) => count is { } known ? Math.Max(known, 0) : null;

    private static bool Fits(TextBound bound, string? text) => text is null || ReferenceEquals(bound.Cut(text), text);
}
