// Reads how a Chat Completions request wants to be answered.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Sampling, limits, reasoning, form of output, end user and tier. A member at its default leaves no trace. One for each reading.</summary>
internal sealed class ChatSettingsReader(ReadingNotes notes)
{
    private RawNumber? _olderLimit;
    private RawNumber? _limit;
    private RawText? _user;
    private RawText? _safetyIdentifier;

    internal SamplingWish Sampling { get; private set; } = SamplingWish.None;

    internal ReasoningWish Reasoning { get; private set; } = ReasoningWish.None;

    internal OutputFormat? Format { get; private set; }

    internal ServiceTier? Tier { get; private set; }

    /// <summary>Of the two names the newer wins.</summary>
    internal RawNumber? OutputLimit => _limit ?? _olderLimit;

    internal RawText? EndUser => _safetyIdentifier ?? _user;

    /// <summary>Reads a top-level member; false when it says something else.</summary>
    internal bool TryRead(JsonMember member) =>
        TryReadSampling(member) || TryReadAnswer(member) || TryReadWithoutPlace(member);

    /// <summary>True when the usage is wanted at the end of a stream.</summary>
    internal bool ReadStreamOptions(JsonView options)
    {
        foreach (var member in options.Members)
        {
            if (member.Is("include_obfuscation"u8))
            {
                if (member.Value.IsTrue)
                {
                    notes.Unread(LossRule.StreamObfuscation, "stream_options.include_obfuscation");
                }
            }
            else if (!member.Is("include_usage"u8))
            {
                notes.Unknown(member, "stream_options");
            }
        }

        return notes.Flag(options["include_usage"u8], "stream_options.include_usage");
    }

    private bool TryReadSampling(JsonMember member)
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
        else if (member.Is("top_k"u8))
        {
            Sampling = Sampling with { TopK = notes.Number(value, "top_k") };
        }
        else if (member.Is("presence_penalty"u8))
        {
            Sampling = Sampling with { PresencePenalty = UnlessZero(value, "presence_penalty") };
        }
        else if (member.Is("frequency_penalty"u8))
        {
            Sampling = Sampling with { FrequencyPenalty = UnlessZero(value, "frequency_penalty") };
        }
        else if (member.Is("seed"u8))
        {
            Sampling = Sampling with { Seed = notes.Number(value, "seed") };
        }
        else if (member.Is("stop"u8))
        {
            Sampling = Sampling with { Stop = value.IsText ? [value.Text] : notes.Texts(value, "stop", "must be a string or an array of strings") };
        }
        else if (member.Is("logprobs"u8))
        {
            Sampling = Sampling with { LogProbs = notes.Flag(value, "logprobs") };
        }
        else if (member.Is("top_logprobs"u8))
        {
            Sampling = Sampling with { TopLogProbs = UnlessZero(value, "top_logprobs") };
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryReadAnswer(JsonMember member)
    {
        var value = member.Value;
        if (member.Is("max_completion_tokens"u8))
        {
            _limit = notes.Number(value, "max_completion_tokens");
        }
        else if (member.Is("max_tokens"u8))
        {
            _olderLimit = notes.Number(value, "max_tokens");
        }
        else if (member.Is("reasoning_effort"u8))
        {
            ReadEffort(value);
        }
        else if (member.Is("response_format"u8))
        {
            ReadFormat(value);
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

    /// <summary>What no other dialect has a place for, noted unless it is at its default.</summary>
    private bool TryReadWithoutPlace(JsonMember member)
    {
        var value = member.Value;
        if (member.Is("n"u8))
        {
            Note(!value.IsNumber || !value.Number.Is(1), LossRule.SeveralAnswers, "n");
        }
        else if (member.Is("logit_bias"u8))
        {
            Note(value.HasMembers || !value.IsObject, LossRule.LogitBias, "logit_bias");
        }
        else if (member.Is("modalities"u8))
        {
            notes.WantArray(value, "modalities");
            var hasOther = false;
            foreach (var one in value.Items)
            {
                hasOther |= !one.Is("text"u8);
            }

            Note(hasOther, LossRule.AudioOut, "modalities");
        }
        else if (member.Is("audio"u8))
        {
            Note(true, LossRule.AudioOut, "audio");
        }
        else if (member.Is("prediction"u8))
        {
            Note(true, LossRule.Prediction, "prediction");
        }
        else if (member.Is("prompt_cache_key"u8) || member.Is("prompt_cache_retention"u8) || member.Is("prompt_cache_options"u8))
        {
            Note(true, LossRule.PromptCache, FieldPath.Of("", member.RawName));
        }
        else if (member.Is("web_search_options"u8))
        {
            Note(true, LossRule.WebSearchOptions, "web_search_options");
        }
        else
        {
            return false;
        }

        return true;
    }

    private void Note(bool isSaid, LossRule rule, string path)
    {
        if (isSaid)
        {
            notes.Unread(rule, path);
        }
    }

    private RawNumber? UnlessZero(JsonView value, string path) =>
        notes.Number(value, path) is { } number && !number.Is(0) ? number : null;

    private void ReadEffort(JsonView value)
    {
        if (EffortWords.Read(value) is { } effort)
        {
            Reasoning = Reasoning with { Effort = effort };
        }
        else
        {
            notes.Unread(LossRule.UnknownValue, "reasoning_effort");
        }
    }

    private void ReadTier(JsonView value)
    {
        if (!value.Is("auto"u8))
        {
            Tier = value.Is("default"u8) ? ServiceTier.Standard
                : value.Is("flex"u8) ? ServiceTier.Flex
                : value.Is("scale"u8) ? ServiceTier.Scale
                : value.Is("priority"u8) ? ServiceTier.Priority
                : null;
            Note(Tier is null, LossRule.UnknownValue, "service_tier");
        }
    }

    private void ReadFormat(JsonView format)
    {
        var type = format["type"u8];
        if (type.Is("json_object"u8))
        {
            Format = new OutputFormat(null);
        }
        else if (type.Is("json_schema"u8))
        {
            ReadSchema(format["json_schema"u8]);
        }
        else if (!type.Is("text"u8))
        {
            notes.Unread(LossRule.GrammarFormat, "response_format");
        }

        notes.UnknownBut("type json_schema"u8, format, "response_format");
    }

    private void ReadSchema(JsonView schema)
    {
        const string path = "response_format.json_schema";
        if (!schema.IsObject)
        {
            notes.Wrong(path, "must be an object");
            return;
        }

        var read = new OutputFormat(schema["schema"u8] is { IsAbsent: false } own ? own.Json : new RawJson("{}"u8.ToArray()));
        foreach (var member in schema.Members)
        {
            var value = member.Value;
            if (value.IsAbsent || member.Is("schema"u8))
            {
                continue;
            }

            if (member.Is("name"u8))
            {
                read = read with { Name = notes.Text(value, path + ".name") };
            }
            else if (member.Is("description"u8))
            {
                read = read with { Description = notes.Text(value, path + ".description") };
            }
            else if (member.Is("strict"u8))
            {
                read = read with { Strict = notes.Flag(value, path + ".strict") };
            }
            else
            {
                notes.Unknown(member, path);
            }
        }

        Format = read;
    }
}
