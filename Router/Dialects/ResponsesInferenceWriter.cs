// Writes the neutral model as a Responses request.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The top level of the body, and that of a request to count its input, which takes less; items and tools have writers of their own. The
/// dialect stores answers unless told otherwise, and the router does tell it (mapping 2.7).
/// </summary>
internal sealed class ResponsesInferenceWriter : IRequestWriter
{
    private const int LeastOutput = 16;

    /// <inheritdoc/>
    public ToolNames Write(InferenceRequest request, TargetProfile target, IBufferWriter<byte> output, LossList losses)
    {
        var report = LossReport.Of(request, target.Dialect, losses);
        var names = ToolNames.Of(request, target.Traits);
        var json = new JsonOutput(output);
        json.BeginObject();
        json.String("model"u8, target.Model);
        new ResponsesItemWriter(json, request, target, names, report).Write();
        new OpenAIToolWriter(json, request, target.Traits, names, report).Write();
        WriteText(json, request, target.Traits, report);
        WriteReasoning(json, request, target.Traits, report);
        if (request.CountOnly)
        {
            // There is no place for the rest, but what would be refused of it is refused all the same (mapping section 7).
            var unsent = new JsonOutput(new ArrayBufferWriter<byte>());
            unsent.BeginObject();
            WriteRest(unsent, request, target.Traits, report);
        }
        else
        {
            WriteRest(json, request, target.Traits, report);
        }

        json.EndObject();
        return names;
    }

    /// <summary>What a request has that is answered, and one that is counted has not.</summary>
    private static void WriteRest(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        WriteLimits(json, request, traits, report);
        WriteService(json, request, traits, report);
        WriteInclude(json, request, traits);
        if (request.Stream)
        {
            json.Bool("stream"u8, true);
        }
    }

    private static void WriteText(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        if (request.Format is null && request.Verbosity is null)
        {
            return;
        }

        json.Name("text"u8);
        json.BeginObject();
        json.Text("verbosity"u8, request.Verbosity);
        if (request.Format is { Schema: { } schema } format)
        {
            if (!traits.JsonSchema)
            {
                report.Lose(LossRule.JsonSchema);
            }
            else
            {
                json.Name("format"u8);
                json.BeginObject();
                json.Word("type"u8, "json_schema"u8);
                json.Name("name"u8);
                json.Escaped(format.Name is { IsEmpty: false } name ? name.Span : "response"u8);
                json.Text("description"u8, format.Description);
                json.Raw("schema"u8, schema);

                // Messages always enforces its schema, and here silence would mean the same; Chat means the opposite by it.
                json.Bool("strict"u8, format.Strict ?? request.Source != Dialect.OpenAIChat);
                json.EndObject();
            }
        }
        else if (request.Format is not null)
        {
            if (traits.JsonObject)
            {
                json.Name("format"u8);
                json.Raw("{\"type\":\"json_object\"}"u8);
            }
            else
            {
                report.Lose(LossRule.JsonObject);
            }
        }

        json.EndObject();
    }

    private static void WriteReasoning(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        var effort = EffortWish.Of(request.Reasoning, traits, report);
        var summary = SummaryOf(request.Reasoning);
        if (traits.Reasoning == ReasoningSupport.None || (effort is null && summary.IsEmpty))
        {
            return;
        }

        json.Name("reasoning"u8);
        json.BeginObject();
        if (effort is { } level)
        {
            json.Word("effort"u8, EffortWords.Of(level));
        }

        if (!summary.IsEmpty)
        {
            json.Word("summary"u8, summary);
        }

        json.EndObject();
    }

    /// <summary>A Messages caller that lets the model think sees its thinking unless it says otherwise.</summary>
    private static ReadOnlySpan<byte> SummaryOf(ReasoningWish wish) => wish.Display switch
    {
        ReasoningDisplay.Summary => "auto"u8,
        ReasoningDisplay.Concise => "concise"u8,
        ReasoningDisplay.Detailed => "detailed"u8,
        ReasoningDisplay.Omitted => default,
        ReasoningDisplay.Unsaid => wish.Thinking is ThinkingMode.Budget or ThinkingMode.Adaptive ? "auto"u8 : default,
    };

    private static void WriteLimits(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        if (request.OutputLimit is { } limit)
        {
            if (limit.IsWithin(0, LeastOutput - 1))
            {
                report.Lose(LossRule.OutputLimitTooSmall);
                json.Number("max_output_tokens"u8, LeastOutput);
            }
            else
            {
                json.Raw("max_output_tokens"u8, limit);
            }
        }

        var wish = request.Sampling;
        SamplingMembers.WriteTemperature(json, wish, traits, report);
        Lose(wish.TopK is not null, LossRule.TopK);
        Lose(wish.PresencePenalty is not null, LossRule.PresencePenalty);
        Lose(wish.FrequencyPenalty is not null, LossRule.FrequencyPenalty);
        Lose(wish.Seed is not null, LossRule.Seed);
        Lose(wish.Stop.Length > 0, LossRule.Stop);
        Lose(wish.LogProbs && !traits.LogProbs, LossRule.LogProbs);
        Lose(wish.TopLogProbs is not null && !traits.LogProbs, LossRule.TopLogProbs);
        if (traits.LogProbs)
        {
            json.Raw("top_logprobs"u8, wish.TopLogProbs);
        }

        void Lose(bool isSaid, LossRule rule)
        {
            if (isSaid)
            {
                report.Lose(rule);
            }
        }
    }

    private static void WriteService(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        OpenAIServiceWriter.Write(json, request, traits, report);
        if (request.Store && !traits.Store)
        {
            report.Lose(LossRule.Store);
        }

        json.Bool("store"u8, request.Store && traits.Store);
    }

    private static void WriteInclude(JsonOutput json, InferenceRequest request, TargetTraits traits)
    {
        var isSealed = request.Reasoning.Sealed && traits.Reasoning != ReasoningSupport.None;
        var hasLogProbs = traits.LogProbs && (request.Sampling.LogProbs || request.Sampling.TopLogProbs is not null);
        if (!isSealed && !hasLogProbs)
        {
            return;
        }

        json.Name("include"u8);
        json.BeginArray();
        if (isSealed)
        {
            json.Escaped("reasoning.encrypted_content"u8);
        }

        if (hasLogProbs)
        {
            json.Escaped("message.output_text.logprobs"u8);
        }

        json.EndArray();
    }
}
