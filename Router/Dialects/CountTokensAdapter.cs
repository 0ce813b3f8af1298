// The count of tokens beside the Messages dialect.
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
    public AnswerFacts ReadAnswer(ReadOnlySpan<byte> body)
    {
        try
        {
            long? count = null;
            var reader = DialectJson.Reader(body);
            if (!body.IsEmpty && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (DialectJson.NextMember(ref reader))
                {
                    if (JsonText.ValueIs(reader, "input_tokens"u8))
                    {
                        UsageNumbers.Read(ref reader, ref count);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                if (count is not null && !reader.Read())
                {
                    return new AnswerFacts(true, null, default(TokenUsage), null, -1, 0, null);
                }
            }
        }
        catch (JsonException)
        {
            // As any other body that is no count.
        }

        return AnswerFacts.Invalid("the body is not a count of tokens", null, default(TokenUsage), null);
    }
}
