// Reads the instructions and messages of a Messages request.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>One for each reading.</summary>
internal sealed class MessagesTurnReader(ReasoningSeal seal, ReadingNotes notes)
{
    private readonly ImmutableArray<Instruction>.Builder _instructions = ImmutableArray.CreateBuilder<Instruction>();
    private readonly ImmutableArray<Turn>.Builder _turns = ImmutableArray.CreateBuilder<Turn>();
    private readonly MessagesPartReader _parts = new(seal, notes);

    internal ImmutableArray<Instruction> Instructions => _instructions.ToImmutable();

    internal ImmutableArray<Turn> Turns => _turns.ToImmutable();

    /// <summary>The list of blocks is one instruction. It stands before what the messages may begin with.</summary>
    internal void ReadSystem(JsonView system)
    {
        var blocks = TextsOf(_parts.ReadContent(system, "system"), "system");
        if (blocks.Length > 0)
        {
            _instructions.Insert(0, new Instruction(TurnRole.System, blocks));
        }
    }

    internal void ReadMessages(JsonView messages)
    {
        if (!messages.IsArray)
        {
            notes.Wrong("messages", "must be an array");
        }

        foreach (var message in messages.Items)
        {
            if (message.IsObject)
            {
                ReadMessage(message);
            }
            else
            {
                notes.Wrong("messages[]", "must be an object");
            }
        }
    }

    private void ReadMessage(JsonView message)
    {
        var role = RoleOf(message["role"u8]);
        ImmutableArray<TurnPart> parts = [];
        var hasContent = false;
        foreach (var member in message.Members)
        {
            if (member.Is("content"u8) && !member.Value.IsAbsent)
            {
                parts = _parts.ReadContent(member.Value, "messages[].content");
                hasContent = true;
            }
            else if (!member.Is("role"u8) && !member.Is("content"u8)
                && !(member.Is("clear_at"u8) && member.Value.Is("never"u8)))
            {
                notes.Unknown(member, "messages[]");
            }
        }

        if (!hasContent && role != TurnRole.System)
        {
            notes.Wrong("messages[].content", "must be a string or an array");
        }

        if (role != TurnRole.System || _turns.Count > 0)
        {
            _turns.Add(new Turn(role, parts));
        }
        else if (TextsOf(parts, "messages[].content") is { Length: > 0 } blocks)
        {
            _instructions.Add(new Instruction(TurnRole.System, blocks));
        }
    }

    private TurnRole RoleOf(JsonView role)
    {
        if (!role.Is("user"u8) && !role.Is("assistant"u8) && !role.Is("system"u8))
        {
            notes.Wrong("messages[].role", "must be user, assistant or system");
        }

        return role.Is("assistant"u8) ? TurnRole.Assistant : role.Is("system"u8) ? TurnRole.System : TurnRole.User;
    }

    private ImmutableArray<TurnPart.Text> TextsOf(ImmutableArray<TurnPart> parts, string path)
    {
        var texts = parts.OfType<TurnPart.Text>().ToImmutableArray();
        if (texts.Length < parts.Length)
        {
            notes.Wrong($"{path}[].type", "must be text");
        }

        return texts;
    }
}
