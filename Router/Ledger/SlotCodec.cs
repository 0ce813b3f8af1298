// Facts as the payloads of journal regions, and back.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// The <c>Write…</c> methods take facts within <see cref="FactBounds"/>, fill a region (header included) and return its length in
/// use. Enumerations are written by their number: a member may be added at an enumeration's end only.
/// </summary>
internal static class SlotCodec
{
    internal static int WriteRequest(Span<byte> region, long generation, RequestFacts facts)
    {
        var writer = new JournalWriter(region[SlotLayout.HeaderBytes..]);
        writer.Text(facts.RequestId);
        writer.Integer(facts.StartedAt);
        writer.Integer(facts.Revision);
        writer.Text(facts.CallerId);
        writer.Text(facts.UserId);
        writer.Text(facts.ProjectId);
        writer.Text(facts.Environment);
        writer.Text(facts.TokenId);
        writer.Text(facts.Client);
        writer.Text(facts.ClientSession);
        writer.Byte((byte)facts.ClientDialect);
        writer.Text(facts.Endpoint);
        writer.Text(facts.GroupName);
        writer.Text(facts.Strategy);
        writer.Byte(facts.Stream ? (byte)1 : (byte)0);
        writer.Integer(facts.QuotaSet);
        writer.Text(facts.LicenseState);
        return SlotLayout.Seal(region, SlotLayout.RequestKind, generation, writer.Length);
    }

    internal static RequestFacts ReadRequest(ReadOnlySpan<byte> payload)
    {
        var reader = new JournalReader(payload);
        return new RequestFacts
        {
            RequestId = reader.Text(),
            StartedAt = reader.Integer(),
            Revision = (int)reader.Integer(),
            CallerId = reader.Text(),
            UserId = reader.Text(),
            ProjectId = reader.Text(),
            Environment = reader.Text(),
            TokenId = reader.Text(),
            Client = reader.TextOrNull(),
            ClientSession = reader.TextOrNull(),
            ClientDialect = (Dialect)reader.Byte(),
            Endpoint = reader.Text(),
            GroupName = reader.TextOrNull(),
            Strategy = reader.TextOrNull(),
            Stream = reader.Byte() == 1,
            QuotaSet = (int)reader.Integer(),
            LicenseState = reader.Text(),
        };
    }

    internal static int WriteTarget(Span<byte> region, long generation, TargetFacts facts)
    {
        var writer = new JournalWriter(region[SlotLayout.HeaderBytes..]);
        Write(ref writer, facts);
        return SlotLayout.Seal(region, SlotLayout.TargetKind, generation, writer.Length);
    }

    internal static TargetFacts ReadTarget(ReadOnlySpan<byte> payload)
    {
        var reader = new JournalReader(payload);
        return ReadTarget(ref reader);
    }

    /// <param name="kind">Of the settlement, or of the progress that is written as one.</param>
    internal static int WriteSettlement(Span<byte> region, long generation, Settlement settlement, ushort kind)
    {
        var writer = new JournalWriter(region[SlotLayout.HeaderBytes..]);
        writer.Integer(settlement.EndedAt);
        writer.Integer(settlement.Status);
        writer.Text(settlement.ErrorCode);
        writer.Byte((byte)settlement.Outcome);
        writer.Byte(settlement.Served is null ? (byte)0 : (byte)1);
        if (settlement.Served is { } served)
        {
            Write(ref writer, served);
        }

        writer.Usage(settlement.Usage);
        writer.Byte((byte)settlement.UsageSource);
        writer.Integer((long?)settlement.ImageCount);
        writer.Integer(settlement.UpstreamCost);
        writer.Integer(settlement.LatencyMs);
        writer.Integer(settlement.TtftMs);
        writer.Integer(settlement.UpstreamMs);
        writer.Integer(settlement.QueueMs);
        writer.Byte((byte)settlement.Attempts.Length);
        foreach (var attempt in settlement.Attempts)
        {
            Write(ref writer, attempt);
        }

        return SlotLayout.Seal(region, kind, generation, writer.Length);
    }

    internal static Settlement ReadSettlement(ReadOnlySpan<byte> payload)
    {
        var reader = new JournalReader(payload);
        return new Settlement
        {
            EndedAt = reader.Integer(),
            Status = (int)reader.Integer(),
            ErrorCode = reader.TextOrNull(),
            Outcome = (Outcome)reader.Byte(),
            Served = reader.Byte() == 1 ? ReadTarget(ref reader) : null,
            Usage = reader.Usage(),
            UsageSource = (UsageSource)reader.Byte(),
            ImageCount = (int?)reader.IntegerOrNull(),
            UpstreamCost = reader.IntegerOrNull(),
            LatencyMs = reader.Integer(),
            TtftMs = reader.IntegerOrNull(),
            UpstreamMs = reader.IntegerOrNull(),
            QueueMs = reader.Integer(),
            Attempts = ReadAttempts(ref reader),
        };
    }

    private static void Write(ref JournalWriter writer, TargetFacts facts)
    {
        writer.Integer(facts.Attempt);
        writer.Text(facts.Provider);
        writer.Text(facts.Model);
        writer.Byte((byte)facts.UpstreamDialect);
        writer.Text(facts.Region);
        writer.Text(facts.Billing);
        writer.Integer(facts.Prices.Input);
        writer.Integer(facts.Prices.Output);
        writer.Integer(facts.Prices.CacheRead);
        writer.Integer(facts.Prices.CacheWrite);
        writer.Integer(facts.Prices.CacheWrite1h);
        writer.Integer(facts.Prices.Image);
        writer.Text(facts.Prices.Source);
        writer.Integer(facts.HeldInputTokens);
        writer.Integer(facts.HeldOutputTokens);
        writer.Integer(facts.HeldImages);
    }

    private static TargetFacts ReadTarget(ref JournalReader reader) => new(
        (int)reader.Integer(),
        reader.Text(),
        reader.Text(),
        (Dialect)reader.Byte(),
        reader.Text(),
        reader.Text(),
        new PriceList(
            reader.Integer(), reader.Integer(), reader.Integer(), reader.Integer(), reader.Integer(), reader.Integer(), reader.Text()),
        reader.Integer(),
        reader.Integer(),
        (int)reader.Integer());

    private static void Write(ref JournalWriter writer, AttemptFacts facts)
    {
        writer.Integer(facts.Index);
        writer.Text(facts.Provider);
        writer.Text(facts.Model);
        writer.Byte((byte)facts.Dialect);
        writer.Integer((long?)facts.Status);
        writer.Text(facts.ErrorClass);
        writer.Integer(facts.StartedAt);
        writer.Integer(facts.DurationMs);
        writer.Integer(facts.FirstByteMs);
        writer.Usage(facts.Usage);
        writer.Integer(facts.Cost);
    }

    private static ImmutableArray<AttemptFacts> ReadAttempts(ref JournalReader reader)
    {
        var attempts = ImmutableArray.CreateBuilder<AttemptFacts>(reader.Byte());
        for (var left = attempts.Capacity; left > 0; left--)
        {
            attempts.Add(new AttemptFacts(
                (int)reader.Integer(),
                reader.Text(),
                reader.Text(),
                (Dialect)reader.Byte(),
                (int?)reader.IntegerOrNull(),
                reader.TextOrNull(),
                reader.Integer(),
                reader.Integer(),
                reader.IntegerOrNull(),
                reader.Usage(),
                reader.Integer()));
        }

        return attempts.MoveToImmutable();
    }
}
