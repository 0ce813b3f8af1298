// Reads a Messages request into the neutral model.
using Router.Inference;

namespace Router.Dialects;

/// <summary>The top level of the body; blocks, tools and settings have readers of their own. Also of a request to count tokens.</summary>
internal sealed class MessagesInferenceReader : IRequestReader
{
    /// <inheritdoc/>
    public InferenceRequest? Read(ReadOnlyMemory<byte> body, RequestReading reading, out RouterError? error) =>
        RequestDocument.Read(body, reading, Read, out error);

    private static InferenceRequest Read(JsonView view, RequestReading reading, ReadingNotes notes)
    {
        var turns = new MessagesTurnReader(reading.Seal, notes);
        var settings = new MessagesSettingsReader(notes);
        var tools = new MessagesToolReader(notes);
        var (limit, endUser, tier, stream) = ((RawNumber?)null, (RawText?)null, (ServiceTier?)null, false);
        JsonView choice = default;
        foreach (var member in view.Members)
        {
            var value = member.Value;
            if (member.Is("model"u8) || value.IsAbsent)
            {
                continue;
            }

            if (member.Is("messages"u8))
            {
                turns.ReadMessages(value);
            }
            else if (member.Is("system"u8))
            {
                turns.ReadSystem(value);
            }
            else if (member.Is("max_tokens"u8))
            {
                limit = notes.Number(value, "max_tokens");
            }
            else if (member.Is("stream"u8))
            {
                stream = notes.Flag(value, "stream");
            }
            else if (member.Is("tools"u8))
            {
                tools.Read(value);
            }
            else if (member.Is("tool_choice"u8))
            {
                choice = value;
            }
            else if (member.Is("metadata"u8))
            {
                endUser = settings.ReadEndUser(value);
            }
            else if (member.Is("service_tier"u8))
            {
                tier = settings.ReadServiceTier(value);
            }
            else if (!settings.TryReadModelSetting(member))
            {
                NoteOther(member, reading, notes);
            }
        }

        if (view["messages"u8].IsAbsent)
        {
            notes.Wrong("messages", "must be an array");
        }

        return new InferenceRequest
        {
            Source = Dialect.AnthropicMessages,
            CountOnly = reading.CountOnly,
            Stream = stream,
            OutputLimit = limit,
            EndUser = endUser,
            ServiceTier = tier,
            Instructions = turns.Instructions,
            Turns = turns.Turns,
            Tools = tools.Tools,
            ToolChoice = tools.ReadChoice(choice),
            ParallelCalls = tools.ParallelCalls,
            Sampling = settings.Sampling,
            Reasoning = settings.Reasoning,
            Format = settings.Format,
            Unread = notes.Unread(),
        };
    }

    /// <summary>Members that no other dialect has a place for.</summary>
    private static void NoteOther(JsonMember member, RequestReading reading, ReadingNotes notes)
    {
        var value = member.Value;
        var path = FieldPath.Of("", member.RawName);
        if (member.Is("mcp_servers"u8))
        {
            if (!value.IsArray || value.Count > 0)
            {
                notes.Unread(LossRule.McpServers, path);
            }
        }
        else if (member.Is("speed"u8))
        {
            if (!value.Is("standard"u8))
            {
                notes.Unread(LossRule.Speed, path);
            }
        }
        else
        {
            notes.Unread(RuleOf(member, path, reading), path);
        }
    }

    private static LossRule RuleOf(JsonMember member, string path, RequestReading reading) =>
        member.Is("cache_control"u8) ? LossRule.TopLevelCacheMark
        : member.Is("container"u8) ? LossRule.Container
        : member.Is("inference_geo"u8) || member.Is("workspace_id"u8) ? LossRule.Place
        : member.Is("diagnostics"u8) ? LossRule.Diagnostics
        : member.Is("user_profile_id"u8) ? LossRule.UserProfile
        : reading.Ignorable.Contains(path) || LossPolicy.AgentFields.Contains((Dialect.AnthropicMessages, path)) ? LossRule.AgentField
        : LossRule.UnknownField;
}
