// Reads how a Messages request wants to be answered.
using Router.Inference;

namespace Router.Dialects;

/// <summary>Sampling, thinking, form of output, end user and tier. One for each reading.</summary>
internal sealed class MessagesSettingsReader(ReadingNotes notes)
{
    private ReasoningEffort? _effort;

    internal SamplingWish Sampling { get; private set; } = SamplingWish.None;

    internal ReasoningWish Reasoning { get; private set; } = ReasoningWish.None;

    internal OutputFormat? Format { get; private set; }

    /// <summary>Reads a top-level member that says how the model is to work; false when it says something else.</summary>
    internal bool TryReadModelSetting(JsonMember member)
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
        else if (member.Is("stop_sequences"u8))
        {
            Sampling = Sampling with { Stop = notes.Texts(value, "stop_sequences") };
        }
        else if (member.Is("thinking"u8))
        {
            ReadThinking(value);
        }
        else if (member.Is("output_config"u8))
        {
            ReadOutputConfig(value);
        }
        else if (member.Is("output_format"u8))
        {
            ReadFormat(value, "output_format");
        }
        else
        {
            return false;
        }

        return true;
    }

    internal RawText? ReadEndUser(JsonView metadata)
    {
        RawText? user = null;
        if (!metadata.IsObject)
        {
            notes.Wrong("metadata", "must be an object");
        }

        foreach (var member in metadata.Members)
        {
            if (!member.Is("user_id"u8))
            {
                notes.Unknown(member, "metadata");
            }
            else if (!member.Value.IsAbsent)
            {
                user = notes.Text(member.Value, "metadata.user_id");
            }
        }

        return user;
    }

    /// <summary>The default is to leave it to the service, which is as good as nothing said.</summary>
    internal ServiceTier? ReadServiceTier(JsonView tier)
    {
        if (tier.Is("standard_only"u8))
        {
            return ServiceTier.Standard;
        }

        if (!tier.Is("auto"u8))
        {
            notes.Unread(LossRule.UnknownValue, "service_tier");
        }

        return null;
    }

    private void ReadThinking(JsonView thinking)
    {
        var mode = ThinkingMode.Unsaid;
        RawNumber? budget = null;
        var display = ReasoningDisplay.Unsaid;
        foreach (var member in thinking.Members)
        {
            var value = member.Value;
            if (member.Is("type"u8))
            {
                mode = ModeOf(value);
            }
            else if (value.IsAbsent)
            {
                continue;
            }
            else if (member.Is("budget_tokens"u8))
            {
                budget = notes.Number(value, "thinking.budget_tokens");
            }
            else if (member.Is("display"u8))
            {
                display = DisplayOf(value);
            }
            else
            {
                notes.Unknown(member, "thinking");
            }
        }

        if (!thinking.IsObject || thinking["type"u8].IsAbsent)
        {
            notes.Wrong("thinking", "must be an object with a type");
        }
        else if (mode == ThinkingMode.Budget && budget is null)
        {
            notes.Wrong("thinking.budget_tokens", "must be a number");
        }

        if (mode == ThinkingMode.Disabled && _effort is not null)
        {
            LoseEffort();
        }

        // Whoever lets it think wants the thinking back in the next turn, so it has to come sealed.
        Reasoning = Reasoning with
        {
            Thinking = mode,
            BudgetTokens = mode == ThinkingMode.Budget ? budget : null,
            Display = display,
            Sealed = mode is ThinkingMode.Budget or ThinkingMode.Adaptive,
            Effort = mode == ThinkingMode.Disabled ? ReasoningEffort.None : _effort,
        };
    }

    private ThinkingMode ModeOf(JsonView type)
    {
        if (type.Is("between_tools"u8))
        {
            notes.Unread(LossRule.ThinkingBetweenTools, "thinking.type");
            return ThinkingMode.Unsaid;
        }

        var mode = type.Is("disabled"u8) ? ThinkingMode.Disabled
            : type.Is("enabled"u8) ? ThinkingMode.Budget
            : type.Is("adaptive"u8) ? ThinkingMode.Adaptive
            : ThinkingMode.Unsaid;
        if (mode == ThinkingMode.Unsaid)
        {
            notes.Unread(LossRule.UnknownValue, "thinking.type");
        }

        return mode;
    }

    private ReasoningDisplay DisplayOf(JsonView display)
    {
        if (display.Is("omitted"u8))
        {
            return ReasoningDisplay.Omitted;
        }

        if (!display.Is("summarized"u8))
        {
            notes.Unread(display.Is("updates"u8) ? LossRule.ReasoningDisplay : LossRule.UnknownValue, "thinking.display");
        }

        return ReasoningDisplay.Summary;
    }

    private void ReadOutputConfig(JsonView config)
    {
        if (!config.IsObject)
        {
            notes.Wrong("output_config", "must be an object");
        }

        foreach (var member in config.Members)
        {
            var value = member.Value;
            if (value.IsAbsent)
            {
                continue;
            }

            if (member.Is("effort"u8))
            {
                ReadEffort(value);
            }
            else if (member.Is("format"u8))
            {
                ReadFormat(value, "output_config.format");
            }
            else
            {
                notes.Unknown(member, "output_config");
            }
        }
    }

    /// <summary>Where thinking is switched off, that is the effort, whatever else is said.</summary>
    private void ReadEffort(JsonView effort)
    {
        _effort = effort.Is("low"u8) ? ReasoningEffort.Low
            : effort.Is("medium"u8) ? ReasoningEffort.Medium
            : effort.Is("high"u8) ? ReasoningEffort.High
            : effort.Is("xhigh"u8) ? ReasoningEffort.XHigh
            : effort.Is("max"u8) ? ReasoningEffort.Max
            : null;
        if (_effort is null)
        {
            notes.Unread(LossRule.UnknownValue, "output_config.effort");
        }
        else if (Reasoning.Thinking == ThinkingMode.Disabled)
        {
            LoseEffort();
        }
        else
        {
            Reasoning = Reasoning with { Effort = _effort };
        }
    }

    private void LoseEffort() => notes.Unread(LossRule.EffortLevel, "output_config.effort");

    private void ReadFormat(JsonView format, string path)
    {
        if (!format["type"u8].Is("json_schema"u8))
        {
            notes.Unread(LossRule.GrammarFormat, path);
            return;
        }

        foreach (var member in format.Members)
        {
            if (member.Is("schema"u8))
            {
                Format = new OutputFormat(member.Value.Json);
            }
            else if (!member.Is("type"u8))
            {
                notes.Unknown(member, path);
            }
        }

        if (!format["schema"u8].IsObject)
        {
            notes.Wrong($"{path}.schema", "must be an object");
        }
    }
}
