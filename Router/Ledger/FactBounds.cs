// Cuts facts to what a journal slot holds, so that a row is the same whether it comes from memory or from the journal.
using System.Collections.Immutable;

namespace Router.Ledger;

/// <summary>Each method returns its argument when nothing had to be cut, which is the usual case and costs no allocation.</summary>
internal static class FactBounds
{
    internal static RequestFacts Bound(RequestFacts facts)
    {
        var fits = Fits(TextBound.Name, facts.RequestId) && Fits(TextBound.Id, facts.CallerId) && Fits(TextBound.Id, facts.UserId)
            && Fits(TextBound.Id, facts.ProjectId) && Fits(TextBound.Id, facts.Environment) && Fits(TextBound.Id, facts.TokenId)
            && Fits(TextBound.Id, facts.Client) && Fits(TextBound.LongId, facts.ClientSession) && Fits(TextBound.Name, facts.Endpoint)
            && Fits(TextBound.LongId, facts.GroupName) && Fits(TextBound.Name, facts.Strategy);
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
            };
    }

    internal static TargetFacts Bound(TargetFacts facts)
    {
        var source = TextBound.Id.Cut(facts.Prices.Source);
        var provider = TextBound.Name.Cut(facts.Provider);
        var model = TextBound.Name.Cut(facts.Model);
        var region = TextBound.Id.Cut(facts.Region);
        var billing = TextBound.Id.Cut(facts.Billing);
        var same = ReferenceEquals(source, facts.Prices.Source) && ReferenceEquals(provider, facts.Provider)
            && ReferenceEquals(model, facts.Model) && ReferenceEquals(region, facts.Region) && ReferenceEquals(billing, facts.Billing);
        return same
            ? facts
            : facts with
            {
                Provider = provider,
                Model = model,
                Region = region,
                Billing = billing,
                Prices = facts.Prices with { Source = source },
            };
    }

    internal static Settlement Bound(Settlement settlement)
    {
        var served = settlement.Served is { } target ? Bound(target) : null;
        var errorCode = TextBound.Word.CutOrNull(settlement.ErrorCode);
        var license = TextBound.Word.Cut(settlement.LicenseState);
        var attempts = Bound(settlement.Attempts);
        var same = ReferenceEquals(served, settlement.Served) && ReferenceEquals(errorCode, settlement.ErrorCode)
            && ReferenceEquals(license, settlement.LicenseState) && attempts == settlement.Attempts;
        return same
            ? settlement
            : settlement with { Served = served, ErrorCode = errorCode, LicenseState = license, Attempts = attempts };
    }

    private static ImmutableArray<AttemptFacts> Bound(ImmutableArray<AttemptFacts> attempts)
    {
        if (attempts.Length > Settlement.MaxAttempts)
        {
            throw new ArgumentException($"A request has at most {Settlement.MaxAttempts} attempts.", nameof(attempts));
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
        var same = ReferenceEquals(provider, facts.Provider) && ReferenceEquals(model, facts.Model)
            && ReferenceEquals(errorClass, facts.ErrorClass);
        return same ? facts : facts with { Provider = provider, Model = model, ErrorClass = errorClass };
    }

    private static bool Fits(TextBound bound, string? text) => text is null || ReferenceEquals(bound.Cut(text), text);
}
