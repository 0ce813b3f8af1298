// Writes the neutral model as a Chat Completions request.
using System.Buffers;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The top level of the body; messages and tools have writers of their own.</summary>
internal sealed class ChatInferenceWriter : IRequestWriter
{
    /// <inheritdoc/>
    public ToolNames Write(InferenceRequest request, TargetProfile target, IBufferWriter<byte> output, LossList losses)
    {
        var report = LossReport.Of(request, target.Dialect, losses);
        var names = ToolNames.Of(request, target.Traits);
        var json = new JsonOutput(output);
        json.BeginObject();
        json.String("model"u8, target.Model);
        new ChatTurnWriter(json, request, target, names, report).Write();
        new OpenAIToolWriter(json, request, target.Traits, names, report).Write();
        WriteForm(json, request, target.Traits, report);
        WriteSampling(json, request.Sampling, target.Traits, report);
        WriteReasoning(json, request, target.Traits, report);
        WriteService(json, request, target.Traits, report);
        if (request.Stream)
        {
            json.Bool("stream"u8, true);
            json.Name("stream_options"u8);
            json.Raw("{\"include_usage\":true}"u8);
        }

        json.EndObject();
        return names;
    }

    private static void WriteForm(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        if (request.OutputLimit is { } limit)
        {
            json.Raw(traits.MaxTokensField == OutputLimitField.MaxTokens ? "max_tokens"u8 : "max_completion_tokens"u8, limit);
        }

        json.Text("verbosity"u8, request.Verbosity);
        if (request.Format is not { } format)
        {
            return;
        }

        if (format.Schema is not { } schema)
        {
            if (traits.JsonObject)
            {
                json.Name("response_format"u8);
                json.Raw("{\"type\":\"json_object\"}"u8);
            }
            else
            {
                report.Lose(LossRule.JsonObject);
            }

            return;
        }

        if (!traits.JsonSchema)
        {
            report.Lose(LossRule.JsonSchema);
            return;
        }

        json.Name("response_format"u8);
        json.BeginObject();
        json.Word("type"u8, "json_schema"u8);
        json.Name("json_schema"u8);
        json.BeginObject();
        json.Name("name"u8);
        json.Escaped(format.Name is { IsEmpty: false } name ? name.Span : "response"u8);
        json.Text("description"u8, format.Description);
        json.Raw("schema"u8, schema);

        // Messages always enforces its schema.
        if ((format.Strict ?? (request.Source == Dialect.AnthropicMessages ? true : null)) is { } strict)
        {
            json.Bool("strict"u8, strict);
        }

        json.EndObject();
        json.EndObject();
    }

    private static void WriteSampling(JsonOutput json, SamplingWish wish, TargetTraits traits, LossReport report)
    {
        SamplingMembers.WriteTemperature(json, wish, traits, report);
        if (wish.TopK is { } topK)
        {
            Write("top_k"u8, topK, traits.TopK && traits.Sampling, LossRule.TopK);
        }

        if (wish.PresencePenalty is { } presence)
        {
            Write("presence_penalty"u8, presence, traits.Penalties, LossRule.PresencePenalty);
        }

        if (wish.FrequencyPenalty is { } frequency)
        {
            Write("frequency_penalty"u8, frequency, traits.Penalties, LossRule.FrequencyPenalty);
        }

        if (wish.Seed is { } seed)
        {
            Write("seed"u8, seed, traits.Seed, LossRule.Seed);
        }

        if (wish.Stop.Length > traits.StopMax)
        {
            report.Lose(LossRule.Stop);
        }
        else if (wish.Stop.Length > 0)
        {
            json.Name("stop"u8);
            json.BeginArray();
            foreach (var stop in wish.Stop)
            {
                json.Escaped(stop.Span);
            }

            json.EndArray();
        }

        if (wish.LogProbs && !traits.LogProbs)
        {
            report.Lose(LossRule.LogProbs);
        }
        else if (wish.LogProbs || wish.TopLogProbs is not null)
        {
            json.Bool("logprobs"u8, true);
        }

        if (wish.TopLogProbs is { } top)
        {
            Write("top_logprobs"u8, top, traits.LogProbs, LossRule.TopLogProbs);
        }

        void Write(ReadOnlySpan<byte> name, RawNumber number, bool isTaken, LossRule rule)
        {
            if (isTaken)
            {
                json.Raw(name, number);
            }
            else
            {
                report.Lose(rule);
            }
        }
    }

    private static void WriteReasoning(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        if (EffortWish.Of(request.Reasoning, traits, report) is { } effort)
        {
            json.Word("reasoning_effort"u8, EffortWords.Of(effort));
        }

        if (request.Reasoning.Display is ReasoningDisplay.Summary or ReasoningDisplay.Concise or ReasoningDisplay.Detailed)
        {
            report.Lose(LossRule.ReasoningDisplay);
        }
    }

    private static void WriteService(JsonOutput json, InferenceRequest request, TargetTraits traits, LossReport report)
    {
        OpenAIServiceWriter.Write(json, request, traits, report);
        if (request.Store && traits.Store)
        {
            json.Bool("store"u8, true);
        }
        else if (request.Store)
        {
            report.Lose(LossRule.Store);
        }
    }
}
