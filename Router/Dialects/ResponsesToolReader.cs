// Reads the tools of a Responses request and the choice among them.
using System.Collections.Immutable;
using System.Text;
using Router.Inference;

namespace Router.Dialects;

/// <summary>Functions, custom tools and namespaces of them. One for each reading; the choice is read when all tools are known.</summary>
internal sealed class ResponsesToolReader(ReadingNotes notes)
{
    private readonly ImmutableArray<ToolDefinition>.Builder _tools = ImmutableArray.CreateBuilder<ToolDefinition>();
    private readonly List<RawJson> _kept = [];
    private bool _hasLeftOut;
    private JsonView _choice;

    internal ImmutableArray<ToolDefinition> Tools => _tools.ToImmutable();

    /// <summary>The list without the tools that were left out, for the answer, which repeats what the model could call; null when it is all of them.</summary>
    internal RawJson? Kept
    {
        get
        {
            if (!_hasLeftOut)
            {
                return null;
            }

            var list = string.Join(',', _kept.Select(tool => Encoding.UTF8.GetString(tool.Span)));
            return new RawJson(Encoding.UTF8.GetBytes($"[{list}]"));
        }
    }

    /// <summary>False when the caller wants one call at a time.</summary>
    internal bool? ParallelCalls { get; private set; }

    /// <summary>Reads a top-level member; false when it says something else.</summary>
    internal bool TryRead(JsonMember member)
    {
        if (member.Is("tools"u8))
        {
            if (!member.Value.IsArray)
            {
                notes.Wrong("tools", "must be an array");
            }

            ReadTools(member.Value, null, null);
        }
        else if (member.Is("tool_choice"u8))
        {
            _choice = member.Value;
        }
        else if (member.Is("parallel_tool_calls"u8))
        {
            ParallelCalls = notes.Flag(member.Value, "parallel_tool_calls") ? null : false;
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// Among the tools that were not left out: a call of none of them cannot be forced (clients, "Codex CLI"), and where only others are
    /// allowed, none is.
    /// </summary>
    internal ToolChoice? ReadChoice()
    {
        var choice = _choice.IsAbsent ? null : ReadWish();
        var isAmongNone = _tools.Count == 0 || (_choice["type"u8].Is("allowed_tools"u8) && choice!.Allowed.IsEmpty);
        if (choice is null or { Mode: ToolChoiceMode.None } || !isAmongNone)
        {
            return choice;
        }

        Note(choice.Mode != ToolChoiceMode.Auto, LossRule.ServiceTool, "tool_choice");
        return new ToolChoice(ToolChoiceMode.None);
    }

    private void ReadTools(JsonView tools, string? space, RawText? about)
    {
        foreach (var tool in tools.Items)
        {
            var type = tool["type"u8];
            if (type.Is("function"u8))
            {
                ReadFunction(tool, space, about);
            }
            else if (type.Is("custom"u8))
            {
                ReadCustom(tool, space, about);
            }
            else if (type.Is("namespace"u8) && space is null)
            {
                notes.UnknownBut("type name description tools"u8, tool, "tools[]");
                ReadTools(
                    tool["tools"u8],
                    notes.Word(tool["name"u8], "tools[].name"),
                    tool["description"u8] is { IsText: true } description ? description.Text : null);
            }
            else if (notes.Word(type, "tools[].type") is { } word)
            {
                LeaveOut(word);
                _hasLeftOut |= space is null;
                continue;
            }

            if (space is null)
            {
                _kept.Add(ResponsesEcho.OfTool(tool));
            }
        }
    }

    private void LeaveOut(string type)
    {
        var path = FieldPath.Of("tools[]", Encoding.UTF8.GetBytes(type));
        notes.Unread(
            type == "tool_search" ? LossRule.DeferredTools
            : LossPolicy.AgentTools.Contains((Dialect.OpenAIResponses, type)) ? LossRule.AgentTool
            : LossRule.ServiceTool,
            path);
    }

    private void ReadFunction(JsonView tool, string? space, RawText? about)
    {
        var read = new ToolDefinition.Function(new ToolReference(ToolKind.Function, notes.Word(tool["name"u8], "tools[].name") ?? "", space))
        {
            NamespaceDescription = about,
        };
        foreach (var member in tool.Members)
        {
            var value = member.Value;
            if (value.IsAbsent || member.Is("type"u8) || member.Is("name"u8))
            {
                continue;
            }

            if (member.Is("description"u8))
            {
                read = read with { Description = notes.Text(value, "tools[].description") };
            }
            else if (member.Is("parameters"u8))
            {
                read = read with { Parameters = value.Json };
            }
            else if (member.Is("strict"u8))
            {
                read = read with { Strict = notes.Flag(value, "tools[].strict") };
            }
            else
            {
                NoteOther(member);
            }
        }

        _tools.Add(read);
    }

    private void ReadCustom(JsonView tool, string? space, RawText? about)
    {
        var read = new ToolDefinition.Custom(new ToolReference(ToolKind.Custom, notes.Word(tool["name"u8], "tools[].name") ?? "", space))
        {
            NamespaceDescription = about,
        };
        foreach (var member in tool.Members)
        {
            var value = member.Value;
            if (value.IsAbsent || member.Is("type"u8) || member.Is("name"u8))
            {
                continue;
            }

            if (member.Is("description"u8))
            {
                read = read with { Description = notes.Text(value, "tools[].description") };
            }
            else if (member.Is("format"u8))
            {
                notes.UnknownBut("type syntax definition"u8, value, "tools[].format");
                if (value["type"u8].Is("grammar"u8)
                    && notes.Text(value["syntax"u8], "tools[].format.syntax") is { } syntax
                    && notes.Text(value["definition"u8], "tools[].format.definition") is { } definition)
                {
                    read = read with { Grammar = new ToolGrammar(syntax, definition) };
                }

                notes.WantGrammarOrText(value["type"u8], "tools[].format.type");
            }
            else
            {
                NoteOther(member);
            }
        }

        _tools.Add(read);
    }

    private void NoteOther(JsonMember member)
    {
        var value = member.Value;
        if (member.Is("defer_loading"u8))
        {
            Note(!value.IsFalse, LossRule.DeferredTools, "tools[].defer_loading");
        }
        else if (member.Is("output_schema"u8))
        {
            Note(true, LossRule.OutputSchema, "tools[].output_schema");
        }
        else if (member.Is("allowed_callers"u8))
        {
            var isDirect = value.IsArray;
            foreach (var caller in value.Items)
            {
                isDirect &= caller.Is("direct"u8);
            }

            Note(!isDirect, LossRule.AllowedCallers, "tools[].allowed_callers");
        }
        else
        {
            notes.Unknown(member, "tools[]");
        }
    }

    private ToolChoice? ReadWish()
    {
        if (_choice.IsText)
        {
            if (_choice.Is("none"u8) || _choice.Is("required"u8))
            {
                return new ToolChoice(_choice.Is("none"u8) ? ToolChoiceMode.None : ToolChoiceMode.Required);
            }

            Note(!_choice.Is("auto"u8), LossRule.UnknownValue, "tool_choice");
            return null;
        }

        var type = _choice["type"u8];
        notes.UnknownBut("type name namespace mode tools"u8, _choice, "tool_choice");
        if (type.Is("function"u8) || type.Is("custom"u8))
        {
            return new ToolChoice(ToolChoiceMode.Tool) { Tool = Reference(_choice) };
        }

        if (type.Is("allowed_tools"u8))
        {
            return ReadAllowed();
        }

        // Of a tool that the service runs: left out of a list it does no harm, forced it cannot be done.
        notes.Unread(LossRule.ServiceTool, "tool_choice");
        return null;
    }

    private ToolChoice ReadAllowed()
    {
        var allowed = ImmutableArray.CreateBuilder<ToolReference>();
        notes.WantArray(_choice["tools"u8], "tool_choice.tools");
        foreach (var tool in _choice["tools"u8].Items)
        {
            if ((tool["type"u8].Is("function"u8) || tool["type"u8].Is("custom"u8)) && Reference(tool) is { } reference)
            {
                allowed.Add(reference);
            }
        }

        return new ToolChoice(_choice["mode"u8].Is("required"u8) ? ToolChoiceMode.Required : ToolChoiceMode.Auto) { Allowed = allowed.ToImmutable() };
    }

    private ToolReference? Reference(JsonView tool)
    {
        notes.UnknownBut("type name namespace mode tools"u8, tool, "tool_choice");
        return notes.Word(tool["name"u8], "tool_choice.name") is { } name
            ? new ToolReference(
                tool["type"u8].Is("custom"u8) ? ToolKind.Custom : ToolKind.Function,
                name,
                tool["namespace"u8] is { IsText: true } space ? space.Decoded : null)
            : null;
    }

    private void Note(bool isSaid, LossRule rule, string path)
    {
        if (isSaid)
        {
            notes.Unread(rule, path);
        }
    }
}
