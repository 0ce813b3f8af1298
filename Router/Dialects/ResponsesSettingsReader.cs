// Reads how a Responses request wants to be answered.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Sampling, limits, reasoning, form of output, end user, tier and what is stored. One for each reading.</summary>
internal sealed class ResponsesSettingsReader(ReadingNotes notes)
{
    private RawText? _user;
    private RawText? _safetyIdentifier;

    internal SamplingWish Sampling { get; private set; } = SamplingWish.None;

    internal ReasoningWish Reasoning { get; private set; } = ReasoningWish.None;

    internal OutputFormat? Format { get; private set; }

    internal RawText? Verbosity { get; private set; }

    internal RawNumber? OutputLimit { get; private set; }

    internal ServiceTier? Tier { get; private set; }

    internal RawText? EndUser => _safetyIdentifier ?? _user;

    /// <summary>Reads a top-level member; false when it says something else.</summary>
    internal bool TryRead(JsonMember member) => TryReadAnswer(member) || TryReadState(member);

    private bool TryReadAnswer(JsonMember member)
    {
        var value = member.Value;
        if (member.Is("temperature"u8))
        {
            Sampling = Sampling with { Temperature = notes.Number(value, "temperature") };
        }
        else if (member.Is("top_p"u8))
        {
            Sampling = Sampling with { TopP = notes.Number(value, "top_p") };
        }
        else if (member.Is("top_logprobs"u8))
        {
            Sampling = Sampling with { TopLogProbs = notes.Number(value, "top_logprobs") is { } top && !top.Is(0) ? top : null };
        }
        else if (member.Is("max_output_tokens"u8))
        {
            OutputLimit = notes.Number(value, "max_output_tokens");
        }
        else if (member.Is("text"u8))
        {
            ReadText(value);
        }
        else if (member.Is("reasoning"u8))
        {
            ReadReasoning(value);
        }
        else if (member.Is("include"u8))
        {
            ReadInclude(value);
        }
        else if (member.Is("user"u8))
        {
            _user = notes.Text(value, "user");
        }
        else if (member.Is("safety_identifier"u8))
        {
            _safetyIdentifier = notes.Text(value, "safety_identifier");
        }
        else if (member.Is("service_tier"u8))
        {
            ReadTier(value);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>What is kept with a provider or has no place elsewhere, noted unless it is at its default.</summary>
    private bool TryReadState(JsonMember member)
    {
        var value = member.Value;
        if (member.Is("previous_response_id"u8) || member.Is("conversation"u8) || member.Is("prompt"u8))
        {
            notes.Unread(LossRule.StoredState, FieldPath.Of("", member.RawName));
        }
        else if (member.Is("background"u8))
        {
            Note(notes.Flag(value, "background"), LossRule.StoredState, "background");
        }
        else if (member.Is("truncation"u8))
        {
            Note(!value.Is("disabled"u8), LossRule.Truncation, "truncation");
        }
        else if (member.Is("max_tool_calls"u8))
        {
            notes.Unread(LossRule.MaxToolCalls, "max_tool_calls");
        }
        else if (member.Is("prompt_cache_key"u8) || member.Is("prompt_cache_retention"u8) || member.Is("prompt_cache_options"u8))
        {
            notes.Unread(LossRule.PromptCache, FieldPath.Of("", member.RawName));
        }
        else if (member.Is("context_management"u8))
        {
            Note(!value.IsArray || value.Count > 0, LossRule.ContextManagement, "context_management");
        }
        else if (member.Is("stream_options"u8))
        {
            Note(value["include_obfuscation"u8].IsTrue, LossRule.StreamObfuscation, "stream_options.include_obfuscation");
            foreach (var option in value.Members)
            {
                if (!option.Is("include_obfuscation"u8))
                {
                    notes.Unknown(option, "stream_options");
                }
            }
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadText(JsonView text)
    {
        notes.WantObject(text, "text");
        foreach (var member in text.Members)
        {
            if (member.Is("format"u8))
            {
                ReadFormat(member.Value);
            }
            else if (member.Is("verbosity"u8))
            {
                Verbosity = member.Value.IsAbsent ? null : notes.Text(member.Value, "text.verbosity");
            }
            else
            {
                notes.Unknown(member, "text");
            }
        }
    }

    private void ReadFormat(JsonView format)
    {
        const string path = "text.format";
        var type = format["type"u8];
        if (type.Is("json_object"u8))
        {
            Format = new OutputFormat(null);
        }
        else if (type.Is("json_schema"u8))
        {
            var schema = format["schema"u8];
            if (!schema.IsObject)
            {
                notes.Wrong(path + ".schema", "must be an object");
                return;
            }

            Format = new OutputFormat(schema.Json)
            {
                Name = format["name"u8] is { IsText: true } name ? name.Text : null,
                Description = format["description"u8] is { IsText: true } description ? description.Text : null,
                Strict = format["strict"u8] is { IsAbsent: false } strict ? notes.Flag(strict, path + ".strict") : null,
            };
        }
        else if (!format.IsAbsent && !type.Is("text"u8))
        {
            notes.Unread(LossRule.GrammarFormat, path);
        }

        notes.UnknownBut("type schema name description strict"u8, format, path);
    }

    private void ReadReasoning(JsonView reasoning)
    {
        notes.WantObject(reasoning, "reasoning");
        foreach (var member in reasoning.Members)
        {
            var value = member.Value;
            if (value.IsAbsent)
            {
                continue;
            }

            if (member.Is("effort"u8))
            {
                var effort = EffortWords.Read(value);
                Reasoning = Reasoning with { Effort = effort };
                Note(effort is null, LossRule.UnknownValue, "reasoning.effort");
            }
            else if (member.Is("summary"u8) || member.Is("generate_summary"u8))
            {
                Reasoning = Reasoning with
                {
                    Display = value.Is("concise"u8) ? ReasoningDisplay.Concise
                        : value.Is("detailed"u8) ? ReasoningDisplay.Detailed
                        : value.Is("none"u8) ? ReasoningDisplay.Omitted
                        : ReasoningDisplay.Summary,
                };
            }
            else if (member.Is("mode"u8))
            {
                Note(!value.Is("default"u8) && !value.Is("auto"u8), LossRule.ReasoningMode, "reasoning.mode");
            }
            else if (member.Is("context"u8))
            {
                Note(!value.Is("default"u8) && !value.Is("auto"u8), LossRule.ReasoningContext, "reasoning.context");
            }
            else
            {
                notes.Unknown(member, "reasoning");
            }
        }
    }

    private void ReadInclude(JsonView include)
    {
        notes.WantArray(include, "include");
        foreach (var one in include.Items)
        {
            if (one.Is("reasoning.encrypted_content"u8))
            {
                Reasoning = Reasoning with { Sealed = true };
            }
            else if (one.Is("message.output_text.logprobs"u8))
            {
                Sampling = Sampling with { LogProbs = true };
            }
            else
            {
                notes.Unread(LossRule.Include, "include");
            }
        }
    }

    private void ReadTier(JsonView value)
    {
        if (value.Is("auto"u8))
        {
            return;
        }

        Tier = value.IsText ? TierWords.Read(value.Text.Span) : null;
        Note(Tier is null, LossRule.UnknownValue, "service_tier");
    }

    private void Note(bool isSaid, LossRule rule, string path)
    {
        if (isSaid)
        {
            notes.Unread(rule, path);
        }
    }
}
