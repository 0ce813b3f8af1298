// Reads the instructions and the input items of a Responses request.
using System.Collections.Immutable;
using System.Text;
using Router.Inference;

namespace Router.Dialects;

/// <summary>One turn for each item. One for each reading.</summary>
internal sealed class ResponsesItemReader(ReasoningSeal seal, ReadingNotes notes)
{
    private readonly ImmutableArray<Instruction>.Builder _instructions = ImmutableArray.CreateBuilder<Instruction>();
    private readonly ImmutableArray<Turn>.Builder _turns = ImmutableArray.CreateBuilder<Turn>();
    private readonly ResponsesPartReader _parts = new(notes);

    internal ImmutableArray<Instruction> Instructions => _instructions.ToImmutable();

    internal ImmutableArray<Turn> Turns => _turns.ToImmutable();

    internal void ReadInstructions(JsonView instructions)
    {
        if (!instructions.IsAbsent && notes.Text(instructions, "instructions") is { IsEmpty: false } text)
        {
            _instructions.Add(new Instruction(TurnRole.System, [new TurnPart.Text(text)]));
        }
    }

    internal void ReadInput(JsonView input)
    {
        if (input.IsText)
        {
            _turns.Add(new Turn(TurnRole.User, [new TurnPart.Text(input.Text)]));
            return;
        }

        if (!input.IsArray)
        {
            notes.Wrong("input", "must be a string or an array");
        }

        foreach (var item in input.Items)
        {
            ReadItem(item, item["type"u8]);
        }
    }

    private void ReadItem(JsonView item, JsonView type)
    {
        if (type.IsAbsent || type.Is("message"u8))
        {
            ReadMessage(item);
        }
        else if (type.Is("function_call"u8) || type.Is("custom_tool_call"u8))
        {
            ReadCall(item, type.Is("custom_tool_call"u8) ? ToolKind.Custom : ToolKind.Function);
        }
        else if (type.Is("function_call_output"u8) || type.Is("custom_tool_call_output"u8))
        {
            var kind = type.Is("custom_tool_call_output"u8) ? ToolKind.Custom : ToolKind.Function;
            notes.UnknownBut("type id status call_id caller output"u8, item, "input[]");
            NoteCaller(item["caller"u8]);
            var content = _parts.Read(item["output"u8], "input[].output");
            _turns.Add(new Turn(TurnRole.User, [new TurnPart.ToolResult(notes.Word(item["call_id"u8], "input[].call_id") ?? "", kind, content)]));
        }
        else if (type.Is("reasoning"u8))
        {
            ReadReasoning(item);
        }
        else if (type.Is("item_reference"u8))
        {
            notes.Unread(LossRule.StoredState, "input[].item_reference");
        }
        else if (notes.Word(type, "input[].type") is { } word)
        {
            notes.Unread(LossRule.ServiceCallInHistory, FieldPath.Of("input[]", Encoding.UTF8.GetBytes(word)));
        }
    }

    private void ReadMessage(JsonView message)
    {
        var parts = _parts.Read(message["content"u8], "input[].content");
        foreach (var member in message.Members)
        {
            if (member.Is("phase"u8))
            {
                if (!member.Value.IsAbsent)
                {
                    notes.Unread(LossRule.Phase, "input[].phase");
                }
            }
            else if (!member.Is("type"u8) && !member.Is("role"u8) && !member.Is("content"u8) && !member.Is("id"u8) && !member.Is("status"u8))
            {
                notes.Unknown(member, "input[]");
            }
        }

        var role = message["role"u8];
        if (role.Is("system"u8) || role.Is("developer"u8))
        {
            var own = role.Is("system"u8) ? TurnRole.System : TurnRole.Developer;
            ImmutableArray<TurnPart.Text> texts = [.. parts.OfType<TurnPart.Text>()];
            if (_turns.Count > 0)
            {
                _turns.Add(new Turn(own, parts));
            }
            else if (texts.Length > 0)
            {
                _instructions.Add(new Instruction(own, texts));
            }
        }
        else if (role.Is("user"u8) || role.Is("assistant"u8))
        {
            _turns.Add(new Turn(role.Is("user"u8) ? TurnRole.User : TurnRole.Assistant, parts));
        }
        else
        {
            notes.Wrong("input[].role", "must be user, assistant, system or developer");
        }
    }

    private void ReadCall(JsonView item, ToolKind kind)
    {
        var input = item[kind == ToolKind.Custom ? "input"u8 : "arguments"u8];

        // The helpers of OpenAI's SDKs leave what they read in the arguments beside them.
        notes.UnknownBut(
            kind == ToolKind.Custom ? "type id status call_id caller name namespace input"u8
                : "type id status call_id caller name namespace arguments parsed_arguments"u8,
            item, "input[]");
        NoteCaller(item["caller"u8]);
        var tool = new ToolReference(
            kind,
            notes.Word(item["name"u8], "input[].name") ?? "",
            item["namespace"u8] is { IsText: true } space ? space.Decoded : null);
        _turns.Add(new Turn(TurnRole.Assistant,
        [
            new TurnPart.ToolCall(
                notes.Word(item["call_id"u8], "input[].call_id") ?? "",
                tool,
                input.IsAbsent ? default : new ToolInput(notes.Text(input, "input[].arguments")?.Escaped ?? default, TextForm.Escaped)),
        ]));
    }

    /// <summary>A call that the model made itself is any dialect's; one that a program of the service made is not.</summary>
    private void NoteCaller(JsonView caller)
    {
        if (!caller.IsAbsent && !caller["type"u8].Is("direct"u8))
        {
            notes.Unread(LossRule.ServiceCallInHistory, "input[].caller");
        }
    }

    private void ReadReasoning(JsonView item)
    {
        notes.UnknownBut("type id status summary content encrypted_content"u8, item, "input[]");
        var sealedPart = item["encrypted_content"u8] is { IsText: true } token ? seal.Open(token.Text.Span) : null;
        _turns.Add(new Turn(TurnRole.Assistant, [new TurnPart.Reasoning(sealedPart)]));
    }
}
