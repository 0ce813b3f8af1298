// Reads the messages of a Chat Completions request.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>One turn for each message; leading system and developer messages are instructions. One for each reading.</summary>
internal sealed class ChatTurnReader(ReadingNotes notes)
{
    private readonly ImmutableArray<Instruction>.Builder _instructions = ImmutableArray.CreateBuilder<Instruction>();
    private readonly ImmutableArray<Turn>.Builder _turns = ImmutableArray.CreateBuilder<Turn>();
    private readonly ChatPartReader _parts = new(notes);

    // Calls of custom tools, so that their results are known as such; the older form names no call, so its last one is meant.
    private readonly HashSet<string> _customCalls = new(StringComparer.Ordinal);
    private string? _legacyCall;

    internal ImmutableArray<Instruction> Instructions => _instructions.ToImmutable();

    internal ImmutableArray<Turn> Turns => _turns.ToImmutable();

    internal void Read(JsonView messages)
    {
        foreach (var message in messages.Items)
        {
            var role = message["role"u8];
            if (role.Is("system"u8) || role.Is("developer"u8))
            {
                ReadSystem(message, role.Is("system"u8) ? TurnRole.System : TurnRole.Developer);
            }
            else if (role.Is("user"u8))
            {
                Add(TurnRole.User, message, OrEmptyText(_parts.Read(message["content"u8], "messages[].content"), message));
                NoteOthers(message);
            }
            else if (role.Is("assistant"u8))
            {
                ReadAssistant(message);
            }
            else if (role.Is("tool"u8))
            {
                ReadResult(message, notes.Word(message["tool_call_id"u8], "messages[].tool_call_id") ?? "");
            }
            else if (role.Is("function"u8))
            {
                ReadResult(message, _legacyCall ?? "call_0");
            }
            else
            {
                notes.Wrong("messages[].role", "must be system, developer, user, assistant, tool or function");
            }
        }
    }

    private void ReadSystem(JsonView message, TurnRole role)
    {
        var parts = _parts.Read(message["content"u8], "messages[].content");
        NoteOthers(message);
        if (_turns.Count > 0)
        {
            Add(role, message, parts);
            return;
        }

        ImmutableArray<TurnPart.Text> texts = [.. parts.OfType<TurnPart.Text>()];
        if (texts.Length > 0)
        {
            _instructions.Add(new Instruction(role, texts) { Name = NameOf(message) });
        }
    }

    private void ReadAssistant(JsonView message)
    {
        var parts = ImmutableArray.CreateBuilder<TurnPart>();
        foreach (var name in (ReadOnlySpan<string>)["reasoning_content", "reasoning"])
        {
            var reasoning = message[System.Text.Encoding.ASCII.GetBytes(name)];
            if (reasoning.IsText && !reasoning.Text.IsEmpty)
            {
                parts.Add(new TurnPart.Reasoning(null));
                break;
            }
        }

        parts.AddRange(_parts.Read(message["content"u8], "messages[].content", message));
        if (message["refusal"u8] is { IsAbsent: false } refusal && notes.Text(refusal, "messages[].refusal") is { IsEmpty: false } text)
        {
            parts.Add(new TurnPart.Refusal(text));
        }

        notes.WantArray(message["tool_calls"u8], "messages[].tool_calls");
        notes.WantObject(message["function_call"u8], "messages[].function_call");
        foreach (var call in message["tool_calls"u8].Items)
        {
            parts.Add(ReadCall(call));
        }

        if (message["function_call"u8] is { IsObject: true } legacy)
        {
            _legacyCall = $"call_{_turns.Count}";
            parts.Add(Function(legacy, _legacyCall, "messages[].function_call"));
        }

        Add(TurnRole.Assistant, message, OrEmptyText(parts.ToImmutable(), message));
        foreach (var member in message.Members)
        {
            if (member.Is("annotations"u8) && member.Value.Count > 0)
            {
                notes.Unread(LossRule.CitationsInHistory, "messages[].annotations");
            }
            else if (member.Is("audio"u8) && !member.Value.IsAbsent)
            {
                notes.Unread(LossRule.AudioIn, "messages[].audio");
            }
            else if (!member.Is("role"u8) && !member.Is("content"u8) && !member.Is("name"u8) && !member.Is("refusal"u8)
                && !member.Is("tool_calls"u8) && !member.Is("function_call"u8) && !member.Is("annotations"u8) && !member.Is("audio"u8)
                && !member.Is("reasoning_content"u8) && !member.Is("reasoning"u8) && !member.Is("reasoning_details"u8)
                && !member.Is("parsed"u8))
            {
                notes.Unknown(member, "messages[]");
            }
        }
    }

    private TurnPart.ToolCall ReadCall(JsonView call)
    {
        var id = notes.Word(call["id"u8], "messages[].tool_calls[].id") ?? "";

        // Clients that put a stream together again leave the index in it.
        notes.UnknownBut("id type index function custom"u8, call, "messages[].tool_calls[]");
        if (!call["type"u8].Is("custom"u8))
        {
            return Function(call["function"u8], id, "messages[].tool_calls[].function");
        }

        _customCalls.Add(id);
        var custom = call["custom"u8];
        notes.UnknownBut("name input"u8, custom, "messages[].tool_calls[].custom");
        return new TurnPart.ToolCall(
            id,
            new ToolReference(ToolKind.Custom, notes.Word(custom["name"u8], "messages[].tool_calls[].custom.name") ?? ""),
            new ToolInput(notes.Text(custom["input"u8], "messages[].tool_calls[].custom.input")?.Escaped ?? default, TextForm.Escaped));
    }

    private TurnPart.ToolCall Function(JsonView function, string id, string path)
    {
        var arguments = function["arguments"u8];

        // The helpers of OpenAI's SDKs leave what they read in the arguments beside them, as they do with the text of a message.
        notes.UnknownBut("name arguments parsed_arguments"u8, function, path);
        return new TurnPart.ToolCall(
            id,
            new ToolReference(ToolKind.Function, notes.Word(function["name"u8], path + ".name") ?? ""),
            arguments.IsAbsent ? default
                : arguments.IsObject ? new ToolInput(arguments.Json.Utf8, TextForm.Plain)
                : new ToolInput(notes.Text(arguments, path + ".arguments")?.Escaped ?? default, TextForm.Escaped));
    }

    private void ReadResult(JsonView message, string id)
    {
        var content = _parts.Read(message["content"u8], "messages[].content");
        var kind = _customCalls.Contains(id) ? ToolKind.Custom : ToolKind.Function;
        _turns.Add(new Turn(TurnRole.User, [new TurnPart.ToolResult(id, kind, content)]));

        // The name of a function role says which call is answered, which its place says too.
        notes.UnknownBut("role content tool_call_id name __copilotMessageSource"u8, message, "messages[]");
        if (!message["__copilotMessageSource"u8].IsAbsent)
        {
            // GitHub's Copilot CLI leaves its own note there in a session that it takes up again.
            notes.Unread(LossRule.AgentField, "messages[].__copilotMessageSource");
        }
    }

    /// <summary>A message that says nothing but an empty text is a message all the same; beside a call that text is no more than null.</summary>
    private static ImmutableArray<TurnPart> OrEmptyText(ImmutableArray<TurnPart> parts, JsonView message) =>
        parts.IsEmpty && message["content"u8] is { IsText: true } content ? [new TurnPart.Text(content.Text)] : parts;

    private void Add(TurnRole role, JsonView message, ImmutableArray<TurnPart> parts) =>
        _turns.Add(new Turn(role, parts) { Name = NameOf(message) });

    private RawText? NameOf(JsonView message) =>
        message["name"u8] is { IsAbsent: false } name ? notes.Text(name, "messages[].name") : null;

    private void NoteOthers(JsonView message) => notes.UnknownBut("role content name"u8, message, "messages[]");
}
