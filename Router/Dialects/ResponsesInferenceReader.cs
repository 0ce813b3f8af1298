// Reads a Responses request into the neutral model.
using System.Collections.Frozen;
using Router.Inference;

namespace Router.Dialects;

/// <summary>The top level of the body; items, tools and settings have readers of their own.</summary>
internal sealed class ResponsesInferenceReader : IRequestReader
{
    /// <summary>The members that an answer repeats (mapping 3.2).</summary>
    private static readonly FrozenSet<string> Echoed = FrozenSet.ToFrozenSet(
    [
        "instructions", "max_output_tokens", "max_tool_calls", "metadata", "parallel_tool_calls", "prompt_cache_key", "reasoning",
        "safety_identifier", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "user",
    ]);

    /// <inheritdoc/>
    public InferenceRequest? Read(ReadOnlyMemory<byte> body, RequestReading reading, out RouterError? error) =>
        RequestDocument.Read(body, reading, Read, out error);

    private static InferenceRequest Read(JsonView view, RequestReading reading, ReadingNotes notes)
    {
        var items = new ResponsesItemReader(reading.Seal, notes);
        var tools = new ResponsesToolReader(notes);
        var settings = new ResponsesSettingsReader(notes);
        var echo = new Dictionary<string, RawJson>(StringComparer.Ordinal);
        var (stream, store) = (false, false);
        var (labels, moderation) = ((RawJson?)null, (RawJson?)null);

        // Before the input, whose own leading instructions follow them.
        items.ReadInstructions(view["instructions"u8]);
        foreach (var member in view.Members)
        {
            var value = member.Value;
            if (value.IsAbsent)
            {
                continue;
            }

            var name = FieldPath.Of("", member.RawName);
            if (Echoed.Contains(name))
            {
                echo[name] = ResponsesEcho.Of(name, value);
            }

            if (member.Is("input"u8))
            {
                items.ReadInput(value);
            }
            else if (member.Is("stream"u8))
            {
                stream = notes.Flag(value, "stream");
            }
            else if (member.Is("store"u8))
            {
                store = notes.Flag(value, "store");
            }
            else if (member.Is("metadata"u8))
            {
                labels = value.HasMembers || !value.IsObject ? value.Json : null;
            }
            else if (member.Is("moderation"u8))
            {
                moderation = value.Json;
            }
            else if (!member.Is("model"u8) && !member.Is("instructions"u8) && !tools.TryRead(member) && !settings.TryRead(member))
            {
                notes.Unread(
                    reading.Ignorable.Contains(name) || LossPolicy.AgentFields.Contains((Dialect.OpenAIResponses, name))
                        ? LossRule.AgentField
                        : LossRule.UnknownField,
                    name);
            }
        }

        if (tools.Kept is { } kept)
        {
            echo["tools"] = kept;
        }

        return new InferenceRequest
        {
            Source = Dialect.OpenAIResponses,
            CountOnly = reading.CountOnly,
            Stream = stream,
            Store = store,
            Labels = labels,
            Moderation = moderation,
            Instructions = items.Instructions,
            Turns = items.Turns,
            Tools = tools.Tools,
            ToolChoice = tools.ReadChoice(),
            ParallelCalls = tools.ParallelCalls,
            Sampling = settings.Sampling,
            Reasoning = settings.Reasoning,
            Format = settings.Format,
            Verbosity = settings.Verbosity,
            OutputLimit = settings.OutputLimit,
            EndUser = settings.EndUser,
            ServiceTier = settings.Tier,
            Echo = echo,
            Unread = notes.Unread(),
        };
    }
}
