// Reads a Chat Completions request into the neutral model.
using Router.Inference;

namespace Router.Dialects;

/// <summary>The top level of the body; messages, tools and settings have readers of their own.</summary>
internal sealed class ChatInferenceReader : IRequestReader
{
    /// <inheritdoc/>
    public InferenceRequest? Read(ReadOnlyMemory<byte> body, RequestReading reading, out RouterError? error) =>
        RequestDocument.Read(body, reading, Read, out error);

    private static InferenceRequest Read(JsonView view, RequestReading reading, ReadingNotes notes)
    {
        var turns = new ChatTurnReader(notes);
        var tools = new ChatToolReader(notes);
        var settings = new ChatSettingsReader(notes);
        var (stream, streamUsage, store) = (false, false, false);
        var (labels, moderation, verbosity) = ((RawJson?)null, (RawJson?)null, (RawText?)null);
        foreach (var member in view.Members)
        {
            var value = member.Value;
            if (value.IsAbsent || member.Is("model"u8))
            {
                continue;
            }

            if (member.Is("messages"u8))
            {
                turns.Read(value);
            }
            else if (member.Is("stream"u8))
            {
                stream = notes.Flag(value, "stream");
            }
            else if (member.Is("stream_options"u8))
            {
                streamUsage = settings.ReadStreamOptions(value);
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
            else if (member.Is("verbosity"u8))
            {
                verbosity = notes.Text(value, "verbosity");
            }
            else if (!tools.TryRead(member) && !settings.TryRead(member))
            {
                notes.Unread(
                    reading.Ignorable.Contains(FieldPath.Of("", member.RawName)) ? LossRule.AgentField : LossRule.UnknownField,
                    FieldPath.Of("", member.RawName));
            }
        }

        if (!view["messages"u8].IsArray)
        {
            notes.Wrong("messages", "must be an array");
        }

        return new InferenceRequest
        {
            Source = Dialect.OpenAIChat,
            CountOnly = reading.CountOnly,
            Stream = stream,
            StreamUsage = streamUsage,
            Store = store,
            Labels = labels,
            Moderation = moderation,
            Verbosity = verbosity,
            Instructions = turns.Instructions,
            Turns = turns.Turns,
            Tools = tools.Tools,
            ToolChoice = tools.Choice,

            // An answer in the older form has room for one call.
            ParallelCalls = tools.IsLegacy ? false : tools.ParallelCalls,
            LegacyFunctions = tools.IsLegacy,
            Sampling = settings.Sampling,
            Reasoning = settings.Reasoning,
            Format = settings.Format,
            OutputLimit = settings.OutputLimit,
            EndUser = settings.EndUser,
            ServiceTier = settings.Tier,
            Unread = notes.Unread(),
        };
    }
}
