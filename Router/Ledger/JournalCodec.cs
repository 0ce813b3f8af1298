// The journal's regions as bytes.
using System.Buffers.Binary;
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Ledger;

/// <summary>Encodes and decodes the three regions of a slot.</summary>
internal static class JournalCodec
{
    /// <summary>Writes the caller's half at the head of a slot.</summary>
    internal static void Write(Span<byte> slot, long ticket, RequestFacts facts)
    {
        var writer = Begin(slot[JournalLayout.RequestAt..JournalLayout.TargetAt]);
        writer.Text(facts.RequestId, JournalLayout.IdBytes);
        writer.Long(facts.StartedAt);
        writer.Int(facts.Revision);
        writer.Text(facts.CallerId, JournalLayout.IdBytes);
        writer.Text(facts.UserId, JournalLayout.IdBytes);
        writer.Text(facts.ProjectId, JournalLayout.IdBytes);
        writer.Text(facts.Environment, JournalLayout.IdBytes);
        writer.Text(facts.TokenId, JournalLayout.LongBytes);
        writer.Text(facts.Client, JournalLayout.IdBytes);
        writer.Text(facts.ClientSession, JournalLayout.LongBytes);
        writer.Byte((byte)facts.ClientDialect);
        writer.Text(facts.Endpoint, JournalLayout.IdBytes);
        writer.Text(facts.GroupName, JournalLayout.LongBytes);
        writer.Text(facts.Strategy, JournalLayout.IdBytes);
        writer.Byte(facts.Stream ? (byte)1 : (byte)0);
        Seal(slot[JournalLayout.RequestAt..], JournalLayout.RequestMagic, ticket, writer.Length);
    }

    /// <summary>Writes the target in flight.</summary>
    internal static void Write(Span<byte> slot, long ticket, TargetFacts facts)
    {
        var writer = Begin(slot[JournalLayout.TargetAt..JournalLayout.SettlementAt]);
        WriteTarget(ref writer, facts);
        Seal(slot[JournalLayout.TargetAt..], JournalLayout.TargetMagic, ticket, writer.Length);
    }

    /// <summary>Writes the settlement.</summary>
    internal static void Write(Span<byte> slot, long ticket, Settlement settlement)
    {
        var writer = Begin(slot[JournalLayout.SettlementAt..JournalLayout.SlotBytes]);
        writer.Long(settlement.EndedAt);
        writer.Int(settlement.Status);
        writer.Text(settlement.ErrorCode, JournalLayout.WordBytes);
        writer.Byte((byte)settlement.Outcome);
        writer.Byte(settlement.Served is null ? (byte)0 : (byte)1);
        if (settlement.Served is { } served)
        {
            WriteTarget(ref writer, served);
        }

        WriteUsage(ref writer, settlement.Usage);
        writer.Byte((byte)settlement.UsageSource);
        writer.Optional(settlement.ImageCount);
        writer.Optional(settlement.UpstreamCost);
        writer.Long(settlement.LatencyMs);
        writer.Optional(settlement.TtftMs);
        writer.Optional(settlement.UpstreamMs);
        writer.Long(settlement.QueueMs);
        writer.Text(settlement.LicenseState, JournalLayout.WordBytes);
        var attempts = settlement.Attempts;
        var count = Math.Min(attempts.Length, Settlement.MaxAttempts);
        writer.Byte((byte)count);
        for (var i = 0; i < count; i++)
        {
            WriteAttempt(ref writer, attempts[i]);
        }

        Seal(slot[JournalLayout.SettlementAt..], JournalLayout.SettlementMagic, ticket, writer.Length);
    }

    /// <summary>The ticket of a region that is whole; null for an empty, torn or foreign one.</summary>
    internal static long? TicketOf(ReadOnlySpan<byte> region, uint magic)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(region[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(region) != magic || length < 0 || length > region.Length - JournalLayout.HeaderBytes)
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(region[16..]) == Checksum(region, length)
            ? BinaryPrimitives.ReadInt64LittleEndian(region[8..])
            : null;
    }

    /// <summary>Reads the caller's half.</summary>
    internal static RequestFacts ReadRequest(ReadOnlySpan<byte> slot)
    {
        var reader = Payload(slot[JournalLayout.RequestAt..]);
        return new RequestFacts
        {
            RequestId = reader.Text(),
            StartedAt = reader.Long(),
            Revision = reader.Int(),
            CallerId = reader.Text(),
            UserId = reader.Text(),
            ProjectId = reader.Text(),
            Environment = reader.Text(),
            TokenId = reader.Text(),
            Client = reader.OptionalText(),
            ClientSession = reader.OptionalText(),
            ClientDialect = (Dialect)reader.Byte(),
            Endpoint = reader.Text(),
            GroupName = reader.OptionalText(),
            Strategy = reader.OptionalText(),
            Stream = reader.Byte() == 1,
        };
    }

    /// <summary>Reads the target in flight.</summary>
    internal static TargetFacts ReadTarget(ReadOnlySpan<byte> slot)
    {
        var reader = Payload(slot[JournalLayout.TargetAt..]);
        return ReadTarget(ref reader);
    }

    /// <summary>Reads the settlement.</summary>
    internal static Settlement ReadSettlement(ReadOnlySpan<byte> slot)
    {
        var reader = Payload(slot[JournalLayout.SettlementAt..]);
        return new Settlement
        {
            EndedAt = reader.Long(),
            Status = reader.Int(),
            ErrorCode = reader.OptionalText(),
            Outcome = (Outcome)reader.Byte(),
            Served = reader.Byte() == 1 ? ReadTarget(ref reader) : null,
            Usage = ReadUsage(ref reader),
            UsageSource = (UsageSource)reader.Byte(),
            ImageCount = (int?)reader.Optional(),
            UpstreamCost = reader.Optional(),
            LatencyMs = reader.Long(),
            TtftMs = reader.Optional(),
            UpstreamMs = reader.Optional(),
            QueueMs = reader.Long(),
            LicenseState = reader.Text(),
            Attempts = ReadAttempts(ref reader),
        };
    }

    private static RecordWriter Begin(Span<byte> region) => new(region[JournalLayout.HeaderBytes..]);

    private static RecordReader Payload(ReadOnlySpan<byte> region) =>
        new(region.Slice(JournalLayout.HeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(region[4..])));

    private static void Seal(Span<byte> region, uint magic, long ticket, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(region, magic);
        BinaryPrimitives.WriteInt32LittleEndian(region[4..], length);
        BinaryPrimitives.WriteInt64LittleEndian(region[8..], ticket);
        BinaryPrimitives.WriteUInt32LittleEndian(region[16..], Checksum(region, length));
        BinaryPrimitives.WriteUInt32LittleEndian(region[20..], 0);
    }

    private static uint Checksum(ReadOnlySpan<byte> region, int length) =>
        Crc32C.Of(region[..16]) ^ Crc32C.Of(region.Slice(JournalLayout.HeaderBytes, length));

    private static void WriteTarget(ref RecordWriter writer, TargetFacts facts)
    {
        writer.Byte((byte)facts.Attempt);
        writer.Text(facts.Provider, JournalLayout.IdBytes);
        writer.Text(facts.Model, JournalLayout.IdBytes);
        writer.Byte((byte)facts.UpstreamDialect);
        writer.Text(facts.Region, JournalLayout.IdBytes);
        writer.Text(facts.Billing, JournalLayout.WordBytes);
        var prices = facts.Prices;
        writer.Long(prices.Input);
        writer.Long(prices.Output);
        writer.Long(prices.CacheRead);
        writer.Long(prices.CacheWrite);
        writer.Long(prices.CacheWrite1h);
        writer.Long(prices.Image);
        writer.Text(prices.Source, JournalLayout.IdBytes);
        writer.Long(facts.HeldInputTokens);
        writer.Long(facts.HeldOutputTokens);
    }

    private static TargetFacts ReadTarget(ref RecordReader reader) => new(
        reader.Byte(),
        reader.Text(),
        reader.Text(),
        (Dialect)reader.Byte(),
        reader.Text(),
        reader.Text(),
        new PriceList(reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Text()),
        reader.Long(),
        reader.Long());

    private static void WriteUsage(ref RecordWriter writer, in TokenUsage usage)
    {
        writer.Optional(usage.Input);
        writer.Optional(usage.CacheRead);
        writer.Optional(usage.CacheWrite);
        writer.Optional(usage.CacheWrite1h);
        writer.Optional(usage.Output);
        writer.Optional(usage.Reasoning);
    }

    private static TokenUsage ReadUsage(ref RecordReader reader) => new(
        reader.Optional(), reader.Optional(), reader.Optional(), reader.Optional(), reader.Optional(), reader.Optional());

    /// <summary>Provider and model are cut shorter here: the names of ten attempts must fit one region.</summary>
    private static void WriteAttempt(ref RecordWriter writer, AttemptFacts attempt)
    {
        writer.Byte((byte)attempt.Index);
        writer.Text(attempt.Provider, JournalLayout.AttemptNameBytes);
        writer.Text(attempt.Model, JournalLayout.AttemptNameBytes);
        writer.Byte((byte)attempt.Dialect);
        writer.Optional(attempt.Status);
        writer.Text(attempt.ErrorClass, JournalLayout.AttemptNameBytes);
        writer.Long(attempt.StartedAt);
        writer.Long(attempt.DurationMs);
        writer.Optional(attempt.FirstByteMs);
        WriteUsage(ref writer, attempt.Usage);
        writer.Long(attempt.Cost);
    }

    private static ImmutableArray<AttemptFacts> ReadAttempts(ref RecordReader reader)
    {
        var attempts = new AttemptFacts[reader.Byte()];
        for (var i = 0; i < attempts.Length; i++)
        {
            attempts[i] = new AttemptFacts(
                reader.Byte(),
                reader.Text(),
                reader.Text(),
                (Dialect)reader.Byte(),
                (int?)reader.Optional(),
                reader.OptionalText(),
                reader.Long(),
                reader.Long(),
                reader.Optional(),
                ReadUsage(ref reader),
                reader.Long());
        }

        return [.. attempts];
    }
}
