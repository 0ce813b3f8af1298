// Puts instructions and turns into the order and the roles that Messages wants.
using System.Buffers;
using System.Text;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// Neighbours of one role are one message; in it the results of tools come before everything else. What a service refuses as empty is left
/// out, and so is reasoning that is not at home at the target.
/// </summary>
internal sealed class MessagesConversation
{
    private readonly MessagesDraft _draft;
    private readonly List<TurnPart.Text> _instructions = [];
    private readonly List<(TurnRole Role, List<TurnPart> Parts)> _joined = [];
    private readonly List<Turn> _turns = [];
    private readonly HashSet<TurnRole> _instructors = [];

    private MessagesConversation(MessagesDraft draft) => _draft = draft;

    /// <summary>The blocks of <c>system</c>.</summary>
    internal IReadOnlyList<TurnPart.Text> Instructions => _instructions;

    /// <summary>The messages, none of them empty.</summary>
    internal IReadOnlyList<Turn> Turns => _turns;

    /// <summary>Arranges a request for its target, and reports what that costs.</summary>
    internal static MessagesConversation Of(MessagesDraft draft)
    {
        var conversation = new MessagesConversation(draft);
        foreach (var instruction in draft.Request.Instructions)
        {
            conversation.Instruct(instruction.Role, instruction.Name, instruction.Blocks);
        }

        foreach (var turn in ResultOrder.BehindCalls(draft.Request.Turns))
        {
            conversation.Add(turn);
        }

        conversation.Arrange();
        if (conversation._instructors.Count > 1)
        {
            draft.Lose(LossRule.SystemAndDeveloper);
        }

        return conversation;
    }

    /// <summary>
    /// True when the conversation ends in results of tools and the turn that called them begins with thinking, as a service wants it while
    /// thinking is on; null when it does not end in results.
    /// </summary>
    internal bool? LastLoopBeginsWithThinking()
    {
        Turn? first = null;
        var endsInResults = false;
        foreach (var turn in Enumerable.Reverse(_turns).Where(turn => turn.Role is TurnRole.User or TurnRole.Assistant))
        {
            var hasResults = turn.Parts.Any(part => part is TurnPart.ToolResult);
            if (!hasResults && (turn.Role == TurnRole.User || !endsInResults))
            {
                break;
            }

            endsInResults = true;
            first = turn.Role == TurnRole.Assistant ? turn : first;
        }

        return first is null ? null : first.Parts[0] is TurnPart.Reasoning;
    }

    private void Add(Turn turn)
    {
        if (turn.Role is TurnRole.User or TurnRole.Assistant)
        {
            if (turn.Name is not null)
            {
                _draft.Lose(LossRule.ParticipantName);
            }

            Join(turn.Role, turn.Parts.Where(IsWritten));
            return;
        }

        if (turn.Parts.Any(part => part is not TurnPart.Text))
        {
            _draft.Lose(LossRule.UnknownPart);
        }

        var texts = turn.Parts.OfType<TurnPart.Text>();
        if (_draft.Traits.MidSystem)
        {
            _instructors.Add(turn.Role);
            Join(TurnRole.System, texts.Where(IsWritten));
        }
        else
        {
            _draft.Lose(LossRule.MidConversationSystem);
            Instruct(turn.Role, turn.Name, texts);
        }
    }

    private void Instruct(TurnRole role, RawText? name, IEnumerable<TurnPart.Text> texts)
    {
        if (name is not null)
        {
            _draft.Lose(LossRule.ParticipantName);
        }

        _instructors.Add(role);
        var written = texts.Where(IsWritten);
        if (_draft.Request.Source == Dialect.AnthropicMessages)
        {
            _instructions.AddRange(written);
        }
        else if (written.ToList() is { Count: > 0 } parts)
        {
            _instructions.Add(Joined(parts));
        }
    }

    /// <summary>The parts of one source message as one block, with a blank line between.</summary>
    private static TurnPart.Text Joined(List<TurnPart.Text> parts)
    {
        if (parts is [var only])
        {
            return only;
        }

        var text = new ArrayBufferWriter<byte>();
        foreach (var part in parts)
        {
            text.Write(text.WrittenCount > 0 ? "\\n\\n"u8 : default);
            text.Write(part.Value.Span);
        }

        return new TurnPart.Text(new RawText(text.WrittenMemory)) { CacheMark = parts.Exists(part => part.CacheMark) };
    }

    private void Join(TurnRole role, IEnumerable<TurnPart> parts)
    {
        foreach (var part in parts)
        {
            if (_joined.Count == 0 || _joined[^1].Role != role)
            {
                _joined.Add((role, []));
            }

            _joined[^1].Parts.Add(part);
        }
    }

    private void Arrange()
    {
        foreach (var (role, parts) in _joined)
        {
            if (!parts.Exists(part => part is TurnPart.ToolResult))
            {
                _turns.Add(new Turn(role, [.. parts]));
                continue;
            }

            var media = new List<TurnPart>();
            var results = parts.OfType<TurnPart.ToolResult>().Select(result => _draft.Traits.ToolResultImages ? result : WithoutMedia(result, media)).ToList();
            _turns.Add(new Turn(role, [.. results, .. media, .. parts.Where(part => part is not TurnPart.ToolResult)]));
        }
    }

    /// <summary>Says in the result that an image or a document follows, and puts it behind all results.</summary>
    private TurnPart.ToolResult WithoutMedia(TurnPart.ToolResult result, List<TurnPart> media)
    {
        if (result.Content.All(part => part is TurnPart.Text))
        {
            return result;
        }

        _draft.Lose(LossRule.ResultMedia);
        var number = 0;
        var content = result.Content.Select(part =>
        {
            if (part is TurnPart.Text)
            {
                return part;
            }

            media.Add(part);
            var kind = part is TurnPart.Image ? "image" : "document";
            return new TurnPart.Text(new RawText(Encoding.ASCII.GetBytes($"[{kind} {++number} of this result follows]")));
        });
        return result with { Content = [.. content] };
    }

    private bool IsWritten(TurnPart part)
    {
        switch (part)
        {
            case TurnPart.Text text:
                return !IsBlank(text.Value.Span);
            case TurnPart.Refusal refusal:
                return !IsBlank(refusal.Value.Span);
            case TurnPart.Reasoning reasoning:
                if (_draft.Target.OwnOf(reasoning) is not null)
                {
                    return true;
                }

                _draft.Lose(LossRule.ForeignReasoning);
                return false;
            default:
                return true;
        }
    }

    /// <summary>A service refuses text that is nothing but white space.</summary>
    internal static bool IsBlank(ReadOnlySpan<byte> escaped)
    {
        while (!escaped.IsEmpty)
        {
            if (escaped[0] == ' ')
            {
                escaped = escaped[1..];
            }
            else if (escaped[0] == '\\' && escaped[1] is (byte)'n' or (byte)'r' or (byte)'t')
            {
                escaped = escaped[2..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
