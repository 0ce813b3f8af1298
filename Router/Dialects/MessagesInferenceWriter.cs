// Writes a Messages request from the neutral model.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The top level of the body; messages, tools and thinking have writers of their own. Also of a request to count tokens.</summary>
internal sealed class MessagesInferenceWriter : IRequestWriter
{
    /// <summary>Of a model whose own maximum is not configured: what every current model of the service takes.</summary>
    private const long UnsaidLimit = 32_000;

    /// <inheritdoc/>
    public ToolNames Write(InferenceRequest request, TargetProfile target, IBufferWriter<byte> output, LossList losses)
    {
        var report = LossReport.Of(request, target.Dialect, losses);
        var names = ToolNames.Of(request, target.Traits);
        var json = new JsonOutput(output);
        var draft = new MessagesDraft(request, target, json, report, names);
        var conversation = MessagesConversation.Of(draft);
        var parts = new MessagesPartWriter(draft);
        var limit = target.Traits.MaxOutput ?? UnsaidLimit;
        var said = request.OutputLimit is { } number && number.TryGetValue(out var value) ? (long)Math.Clamp(value, 0, long.MaxValue) : limit;
        var thinking = MessagesThinking.Of(draft, conversation, said);

        json.BeginObject();
        json.String("model"u8, target.Model);
        if (!request.CountOnly)
        {
            WriteLimit(draft, limit);
        }

        new MessagesToolWriter(draft).Write();
        parts.WriteSystem(conversation);
        thinking.Write(json);
        WriteOutputConfig(draft, thinking);
        WriteSampling(draft);
        WriteIdentity(draft);
        if (request.Stream && !request.CountOnly)
        {
            json.Bool("stream"u8, true);
        }

        parts.WriteMessages(conversation);
        json.EndObject();
        return names;
    }

    private static void WriteLimit(MessagesDraft draft, long limit)
    {
        if (draft.Request.OutputLimit is { } said)
        {
            draft.Json.Raw("max_tokens"u8, said);
        }
        else
        {
            draft.Json.Number("max_tokens"u8, limit);
        }
    }

    private static void WriteOutputConfig(MessagesDraft draft, MessagesThinking thinking)
    {
        var schema = SchemaOf(draft);
        if (draft.Request.Verbosity is not null)
        {
            draft.Lose(LossRule.Verbosity);
        }

        if (schema is null && thinking.Effort is null)
        {
            return;
        }

        var json = draft.Json;
        json.Name("output_config"u8);
        json.BeginObject();
        if (thinking.Effort is { } effort)
        {
            json.Word("effort"u8, effort switch
            {
                ReasoningEffort.None or ReasoningEffort.Minimal or ReasoningEffort.Low => "low"u8,
                ReasoningEffort.Medium => "medium"u8,
                ReasoningEffort.High => "high"u8,
                ReasoningEffort.XHigh => "xhigh"u8,
                ReasoningEffort.Max => "max"u8,
            });
        }

        if (schema is not null)
        {
            json.Name("format"u8);
            json.BeginObject();
            json.Word("type"u8, "json_schema"u8);
            json.Raw("schema"u8, schema);
            json.EndObject();
        }

        json.EndObject();
    }

    private static RawJson? SchemaOf(MessagesDraft draft)
    {
        if (draft.Request.Format is not { } format)
        {
            return null;
        }

        if (format.Schema is null)
        {
            draft.Lose(LossRule.JsonObject);
            return null;
        }

        if (!draft.Traits.JsonSchema)
        {
            draft.Lose(LossRule.JsonSchema);
            return null;
        }

        if (format.Description is not null)
        {
            draft.Lose(LossRule.FormatName);
        }

        if (format.Strict == false)
        {
            draft.Lose(LossRule.FormatNotStrict);
        }

        return format.Schema;
    }

    private static void WriteSampling(MessagesDraft draft)
    {
        var sampling = draft.Request.Sampling;
        WriteNumber(draft, "temperature"u8, sampling.Temperature, draft.Traits.TemperatureMax, LossRule.Temperature);
        WriteNumber(draft, "top_p"u8, sampling.TopP, 1, LossRule.TopP);
        if (sampling.TopK is not null && draft.Traits is { TopK: true, Sampling: true })
        {
            draft.Json.Raw("top_k"u8, draft.Request.CountOnly ? null : sampling.TopK);
        }
        else
        {
            LoseIf(draft, sampling.TopK is not null, LossRule.TopK);
        }

        LoseIf(draft, sampling.PresencePenalty is not null, LossRule.PresencePenalty);
        LoseIf(draft, sampling.FrequencyPenalty is not null, LossRule.FrequencyPenalty);
        LoseIf(draft, sampling.Seed is not null, LossRule.Seed);
        LoseIf(draft, sampling.LogProbs, LossRule.LogProbs);
        LoseIf(draft, sampling.TopLogProbs is not null, LossRule.TopLogProbs);
        if (sampling.Stop.Length > draft.Traits.StopMax || sampling.Stop.Any(stop => MessagesConversation.IsBlank(stop.Span)))
        {
            draft.Lose(LossRule.Stop);
        }
        else if (!sampling.Stop.IsEmpty && !draft.Request.CountOnly)
        {
            draft.Json.Name("stop_sequences"u8);
            draft.Json.BeginArray();
            foreach (var stop in sampling.Stop)
            {
                draft.Json.Escaped(stop.Span);
            }

            draft.Json.EndArray();
        }
    }

    /// <summary>A model whose sampling is fixed takes the one value that changes nothing, and is better not told it.</summary>
    private static void WriteNumber(MessagesDraft draft, ReadOnlySpan<byte> name, RawNumber? number, decimal most, LossRule rule)
    {
        if (number is not { } value || (!draft.Traits.Sampling && value.Is(1)))
        {
            return;
        }

        if (!draft.Traits.Sampling || !value.IsWithin(0, most))
        {
            draft.Lose(rule);
        }
        else if (!draft.Request.CountOnly)
        {
            draft.Json.Raw(name, value);
        }
    }

    private static void WriteIdentity(MessagesDraft draft)
    {
        var request = draft.Request;
        LoseIf(draft, request.Labels is not null, LossRule.Labels);
        LoseIf(draft, request.Store, LossRule.Store);
        LoseIf(draft, request.Moderation is not null, LossRule.Moderation);
        if (request.EndUser is not null && !request.CountOnly)
        {
            draft.Json.Name("metadata"u8);
            draft.Json.BeginObject();
            draft.Json.Text("user_id"u8, request.EndUser);
            draft.Json.EndObject();
        }

        if (request.ServiceTier is not { } tier)
        {
            return;
        }

        if (tier is not (ServiceTier.Auto or ServiceTier.Standard) || !draft.Traits.ServiceTiers.Contains(tier))
        {
            draft.Lose(LossRule.ServiceTier);
        }
        else if (!request.CountOnly)
        {
            draft.Json.Word("service_tier"u8, tier == ServiceTier.Standard ? "standard_only"u8 : "auto"u8);
        }
    }

    private static void LoseIf(MessagesDraft draft, bool isThere, LossRule rule)
    {
        if (isThere)
        {
            draft.Lose(rule);
        }
    }
}
