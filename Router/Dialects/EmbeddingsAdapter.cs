// Embeddings: beside the OpenAI dialects, with their envelopes and their way of counting.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Texts in, vectors out; never a stream, and only input is counted.</summary>
internal sealed class EmbeddingsAdapter : IDialectAdapter
{
    /// <inheritdoc/>
    public Dialect Dialect => Dialect.OpenAIChat;

    /// <inheritdoc/>
    public Operation Operation => Operation.Embed;

    /// <inheritdoc/>
    public RequestHead? ReadHead(ReadOnlyMemory<byte> body, out RouterError? error)
    {
        if (!RequestMembers.TryScan(body.Span, out var members, out error))
        {
            return null;
        }

        var named = members["model"u8];
        var model = members.ReadModel(named, ref error);
        if (model is null)
        {
            return null;
        }

        if (members["input"u8] is not { Kind: JsonTokenType.String or JsonTokenType.StartArray })
        {
            error = BodyFaults.Invalid("'input' must be a string or an array.", "input");
            return null;
        }

        return new RequestHead
        {
            Dialect = Dialect,
            Model = model,
            ModelStart = named!.Value.ValueStart,
            ModelLength = named.Value.ValueLength,
            TextBytes = body.Length,
        };
    }

    /// <inheritdoc/>
    public AnswerFacts ReadAnswer(ReadOnlySpan<byte> body)
    {
        var counts = new OpenAIUsageCounts();
        var facts = new AnswerFacts(true, null, default(TokenUsage), null, -1, 0, null);
        try
        {
            var reader = DialectJson.Reader(body);
            if (body.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Invalid();
            }

            var hasData = false;
            UpstreamErrorFacts? error = null;
            while (DialectJson.NextMember(ref reader))
            {
                var isUsage = JsonText.ValueIs(reader, "usage"u8);
                var isModel = JsonText.ValueIs(reader, "model"u8);
                var isData = JsonText.ValueIs(reader, "data"u8);
                var isError = JsonText.ValueIs(reader, "error"u8);
                reader.Read();
                if (isUsage)
                {
                    counts.Read(ref reader);
                }
                else if (isError)
                {
                    error = UpstreamErrorReader.ReadValue(ref reader);
                }
                else
                {
                    hasData |= isData && reader.TokenType == JsonTokenType.StartArray;
                    if (isModel && reader.TokenType == JsonTokenType.String)
                    {
                        var start = (int)reader.TokenStartIndex;
                        facts = facts with { ModelStart = start, ModelLength = (int)reader.BytesConsumed - start };
                    }

                    reader.Skip();
                }
            }

            var isWhole = !reader.Read() && hasData && error is null;
            facts = facts with { Usage = counts.ToUsage(), UpstreamCostNano = counts.CostNano };
            return isWhole ? facts : AnswerFacts.Invalid("the body has no embeddings", error, facts.Usage, facts.UpstreamCostNano);
        }
        catch (JsonException)
        {
            return Invalid();
        }
    }

    private static AnswerFacts Invalid() => AnswerFacts.Invalid("the body is not one whole JSON object", null, default(TokenUsage), null);
}
