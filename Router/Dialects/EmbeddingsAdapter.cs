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
            var reader = new JsonReader(body);
            if (body.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Invalid();
            }

            var hasData = false;
            UpstreamErrorFacts? error = null;
            while (reader.NextMember())
            {
                var isUsage = reader.Is("usage"u8);
                var isModel = reader.Is("model"u8);
                var isData = reader.Is("data"u8);
                var isError = reader.Is("error"u8);
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
                        var start = reader.TokenStart;
                        facts = facts with { ModelStart = start, ModelLength = reader.Position - start };
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
