// The count of tokens beside the Messages dialect.
using System.Buffers;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A Messages request without an output, answered with one number (mapping section 7). It costs nothing and is never a stream.</summary>
internal sealed class CountTokensAdapter : IDialectAdapter
{
    /// <inheritdoc/>
    public Dialect Dialect => Dialect.AnthropicMessages;

    /// <inheritdoc/>
    public Operation Operation => Operation.CountTokens;

    /// <inheritdoc/>
    public RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error)
    {
        var head = MessagesRequestReader.Read(body.Span, out error);
        if (head is not { Stream: true })
        {
            return head;
        }

        error = BodyFaults.Invalid("'stream' is not for counting tokens.", "stream");
        return null;
    }

    /// <inheritdoc/>
    public AnswerFacts ReadAnswer(ReadOnlySpan<byte> body) => ReadCount(body) is null
        ? AnswerFacts.Invalid("the body is not a count of tokens", null, default(TokenUsage), null)
        : new AnswerFacts(true, null, default(TokenUsage), null, -1, 0, null);

    /// <summary>The count in an answer of Messages or Responses; null when there is none.</summary>
    internal static long? ReadCount(ReadOnlySpan<byte> body)
    {
        long? count = null;
        try
        {
            var reader = new JsonReader(body);
            if (body.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.NextMember())
            {
                if (reader.Is("input_tokens"u8))
                {
                    UsageNumbers.Read(ref reader, ref count);
                }
                else
                {
                    reader.Skip();
                }
            }

            return reader.Read() ? null : count;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the answer.</summary>
    internal static void WriteCount(IBufferWriter<byte> output, long count)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, count);
        json.WriteEndObject();
    }
}
