// Counts tokens the way the Messages dialect does, and turns them into the router's buckets.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The last value seen of each count (mapping 3.3, 4.1).</summary>
internal struct MessagesUsageCounts
{
    private long? _input;
    private long? _output;
    private long? _cacheRead;
    private long? _cacheWrite;
    private long? _cacheWrite5m;
    private long? _cacheWrite1h;
    private long? _thinking;

    /// <summary><c>input_tokens</c> is the uncached rest already; the sum of the writes is split by what the details say.</summary>
    internal readonly TokenUsage ToUsage() => new(
        Input: _input,
        CacheRead: _cacheRead,
        CacheWrite: _cacheWrite is { } all ? Math.Max(0, all - (_cacheWrite1h ?? 0)) : _cacheWrite5m,
        CacheWrite1h: _cacheWrite1h,
        Output: _output,
        Reasoning: _thinking);

    /// <summary>Reads a <c>usage</c> value that the reader stands on, and leaves the reader at its end.</summary>
    /// <param name="isStart">At the head of a stream, where the output counted is a mark and not yet a sum.</param>
    internal void Read(ref JsonReader reader, bool isStart)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (reader.Is("input_tokens"u8))
            {
                UsageNumbers.Read(ref reader, ref _input);
            }
            else if (reader.Is("output_tokens"u8) && !isStart)
            {
                UsageNumbers.Read(ref reader, ref _output);
            }
            else if (reader.Is("cache_read_input_tokens"u8))
            {
                UsageNumbers.Read(ref reader, ref _cacheRead);
            }
            else if (reader.Is("cache_creation_input_tokens"u8))
            {
                UsageNumbers.Read(ref reader, ref _cacheWrite);
            }
            else if (reader.Is("cache_creation"u8) || reader.Is("output_tokens_details"u8))
            {
                reader.Read();
                ReadDetails(ref reader);
            }
            else
            {
                reader.Skip();
            }
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
            if (reader.Is("ephemeral_1h_input_tokens"u8))
            {
                UsageNumbers.Read(ref reader, ref _cacheWrite1h);
            }
            else if (reader.Is("ephemeral_5m_input_tokens"u8))
            {
                UsageNumbers.Read(ref reader, ref _cacheWrite5m);
            }
            else if (reader.Is("thinking_tokens"u8))
            {
                UsageNumbers.Read(ref reader, ref _thinking);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
