// Counts tokens the way both OpenAI dialects do, and turns them into the router's buckets.
using System.Buffers.Text;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The last value seen of each count. Chat and Responses name them differently and mean the same (mapping 3.3).</summary>
internal struct OpenAIUsageCounts
{
    private const decimal NanoPerUnit = 1_000_000_000m;
    private const decimal MostNano = 1_000_000_000m * NanoPerUnit;

    private long? _prompt;
    private long? _completion;
    private long? _cacheRead;
    private long? _cacheWrite;
    private long? _reasoning;
    private long? _total;

    /// <summary>What the vendor says it cost, in nano-dollars.</summary>
    internal long? CostNano { get; private set; }

    /// <summary>Cached input is counted inside all input; the router's buckets do not overlap.</summary>
    internal readonly TokenUsage ToUsage() => new(
        Input: _prompt is { } prompt ? Math.Max(0, prompt - (_cacheRead ?? 0) - (_cacheWrite ?? 0)) : null,
        CacheRead: _cacheRead,
        CacheWrite: _cacheWrite,
        Output: _completion,
        Reasoning: _reasoning)
    {
        BesideOutput = _total - _prompt - _completion is { } beside and > 0 ? beside : null,
    };

    /// <summary>The same for a target that may count reasoning beside the output it belongs to.</summary>
    internal readonly TokenUsage ToUsage(TargetTraits traits) => traits.TotalExcludesReasoning ? ToUsage().WithReasoningInOutput() : ToUsage();

    /// <summary>
    /// Reads a <c>usage</c> value that the reader stands on, and leaves the reader at its end. A gateway may say one count under the names of
    /// both dialects and fill in the names of one alone: of those in one object the largest counts.
    /// </summary>
    internal void Read(ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        var before = this;
        this = default;
        while (reader.NextMember())
        {
            if (reader.Is("prompt_tokens"u8) || reader.Is("input_tokens"u8))
            {
                Take(ref reader, ref _prompt);
            }
            else if (reader.Is("completion_tokens"u8) || reader.Is("output_tokens"u8))
            {
                Take(ref reader, ref _completion);
            }
            else if (reader.Is("total_tokens"u8))
            {
                Take(ref reader, ref _total);
            }
            else if (reader.Is("prompt_tokens_details"u8) || reader.Is("completion_tokens_details"u8)
                || reader.Is("input_tokens_details"u8) || reader.Is("output_tokens_details"u8))
            {
                reader.Read();
                ReadDetails(ref reader);
            }
            else if (reader.Is("cached_tokens"u8) || reader.Is("prompt_cache_hit_tokens"u8))
            {
                // Two vendors' own places; they stand beside or instead of the details and say the same.
                Take(ref reader, ref _cacheRead);
            }
            else if (reader.Is("cost"u8))
            {
                reader.Read();
                ReadCost(ref reader);
            }
            else if (reader.Is("cost_in_usd_ticks"u8))
            {
                // xAI's, of which there are ten thousand million in a dollar.
                reader.Read();
                CostNano = MoneyOf(reader, NanoPerUnit / 10_000_000_000m) ?? CostNano;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        _prompt ??= before._prompt;
        _completion ??= before._completion;
        _cacheRead ??= before._cacheRead;
        _cacheWrite ??= before._cacheWrite;
        _reasoning ??= before._reasoning;
        _total ??= before._total;
        CostNano ??= before.CostNano;
    }

    /// <summary>A number, or Perplexity's list of what the parts of the answer cost, with their sum.</summary>
    private void ReadCost(ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            CostNano = MoneyOf(reader, NanoPerUnit) ?? CostNano;
            reader.Skip();
            return;
        }

        while (reader.NextMember())
        {
            var isSum = reader.Is("total_cost"u8);
            reader.Read();
            CostNano = (isSum ? MoneyOf(reader, NanoPerUnit) : null) ?? CostNano;
            reader.Skip();
        }
    }

    private void ReadDetails(ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("cached_tokens"u8))
            {
                Take(ref reader, ref _cacheRead);
            }
            else if (reader.Is("cache_write_tokens"u8) || reader.Is("cache_creation_tokens"u8) || reader.Is("cache_creation_input_tokens"u8))
            {
                // The last two are a gateway's and a vendor's names for it.
                Take(ref reader, ref _cacheWrite);
            }
            else if (reader.Is("reasoning_tokens"u8))
            {
                Take(ref reader, ref _reasoning);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Take(ref JsonReader reader, ref long? count)
    {
        long? said = null;
        UsageNumbers.Read(ref reader, ref said);
        count = said > count ? said : count ?? said;
    }

    private static long? MoneyOf(in JsonReader reader, decimal nanoPerUnit)
    {
        var amount = 0m;
        var isMoney = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDecimal(out amount),
            JsonTokenType.String => Utf8Parser.TryParse(reader.ValueSpan, out amount, out var used) && used == reader.ValueSpan.Length,
            _ => false,
        };
        return isMoney && amount >= 0 && amount <= MostNano / nanoPerUnit
            ? (long)Math.Round(amount * nanoPerUnit, MidpointRounding.AwayFromZero)
            : null;
    }
}
