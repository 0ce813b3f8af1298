// Reads the tools of a Messages request and the choice among them.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>One for each reading; the tools are read before the choice.</summary>
internal sealed class MessagesToolReader(ReadingNotes notes)
{
    private readonly ImmutableArray<ToolDefinition>.Builder _tools = ImmutableArray.CreateBuilder<ToolDefinition>();
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);

    internal ImmutableArray<ToolDefinition> Tools => _tools.ToImmutable();

    /// <summary>False when the caller wants one call at a time.</summary>
    internal bool? ParallelCalls { get; private set; }

    internal void Read(JsonView tools)
    {
        if (!tools.IsArray)
        {
            notes.Wrong("tools", "must be an array");
        }

        foreach (var tool in tools.Items)
        {
            var type = tool["type"u8];
            if (!tool.IsObject)
            {
                notes.Wrong("tools[]", "must be an object");
            }
            else if (type.IsAbsent || type.Is("custom"u8))
            {
                ReadFunction(tool);
            }
            else if (notes.Word(type, "tools[].type") is { } word)
            {
                LeaveOut(tool, type, word);
            }
        }
    }

    internal ToolChoice? ReadChoice(JsonView choice)
    {
        if (choice.IsAbsent)
        {
            return null;
        }

        foreach (var member in choice.Members)
        {
            if (member.Is("disable_parallel_tool_use"u8))
            {
                ParallelCalls = notes.Flag(member.Value, "tool_choice.disable_parallel_tool_use") ? false : null;
            }
            else if (!member.Is("type"u8) && !member.Is("name"u8))
            {
                notes.Unknown(member, "tool_choice");
            }
        }

        var type = choice["type"u8];
        if (type.Is("tool"u8))
        {
            return ReadForced(choice["name"u8]);
        }

        if (type.Is("any"u8) && _tools.Count == 0 && _leftOut.Count > 0)
        {
            // What may be called was left out, so nothing can be forced.
            notes.Unread(LossRule.ServiceTool, "tool_choice");
            return null;
        }

        if (type.Is("any"u8) || type.Is("none"u8))
        {
            return new ToolChoice(type.Is("any"u8) ? ToolChoiceMode.Required : ToolChoiceMode.None);
        }

        if (!type.IsText)
        {
            notes.Wrong("tool_choice.type", "must be a string");
        }
        else if (!type.Is("auto"u8))
        {
            notes.Unread(LossRule.UnknownValue, "tool_choice.type");
        }

        return null;
    }

    private ToolChoice? ReadForced(JsonView name)
    {
        if (notes.Word(name, "tool_choice.name") is not { } word)
        {
            return null;
        }

        if (_leftOut.Contains(word))
        {
            notes.Unread(LossRule.ServiceTool, "tool_choice");
            return null;
        }

        return new ToolChoice(ToolChoiceMode.Tool) { Tool = new ToolReference(ToolKind.Function, word) };
    }

    private void ReadFunction(JsonView tool)
    {
        var function = new ToolDefinition.Function(
            new ToolReference(ToolKind.Function, notes.Word(tool["name"u8], "tools[].name") ?? ""));
        foreach (var member in tool.Members)
        {
            var value = member.Value;
            if (value.IsAbsent || member.Is("name"u8) || member.Is("type"u8))
            {
                continue;
            }

            if (member.Is("description"u8))
            {
                function = function with { Description = notes.Text(value, "tools[].description") };
            }
            else if (member.Is("input_schema"u8))
            {
                function = function with { Parameters = value.Json };
            }
            else if (member.Is("strict"u8))
            {
                function = function with { Strict = notes.Flag(value, "tools[].strict") };
            }
            else if (member.Is("cache_control"u8))
            {
                function = function with { CacheMark = true };
            }
            else
            {
                NoteOther(member);
            }
        }

        if (!tool["input_schema"u8].IsObject)
        {
            notes.Wrong("tools[].input_schema", "must be an object");
        }

        _tools.Add(function);
    }

    private void NoteOther(JsonMember member)
    {
        var value = member.Value;
        if (member.Is("defer_loading"u8))
        {
            NoteUnless(value.IsFalse, LossRule.DeferredTools, member);
        }
        else if (member.Is("eager_input_streaming"u8))
        {
            NoteUnless(false, LossRule.EagerInputStreaming, member);
        }
        else if (member.Is("input_examples"u8))
        {
            NoteUnless(value.IsArray && value.Count == 0, LossRule.InputExamples, member);
        }
        else if (member.Is("allowed_callers"u8))
        {
            var onlyDirect = value.Count > 0;
            foreach (var caller in value.Items)
            {
                onlyDirect &= caller.Is("direct"u8);
            }

            NoteUnless(onlyDirect, LossRule.AllowedCallers, member);
        }
        else
        {
            notes.Unknown(member, "tools[]");
        }
    }

    private void NoteUnless(bool isDefault, LossRule rule, JsonMember member)
    {
        if (!isDefault)
        {
            notes.Unread(rule, FieldPath.Of("tools[]", member.RawName));
        }
    }

    /// <summary>A tool that the service runs, or whose form the model knows by heart. A search for tools is none: every tool is sent anyway.</summary>
    private void LeaveOut(JsonView tool, JsonView type, string word)
    {
        var rule = LossPolicy.AgentTools.Contains((Dialect.AnthropicMessages, word)) ? LossRule.AgentTool
            : word.StartsWith("tool_search_tool", StringComparison.Ordinal) ? LossRule.DeferredTools
            : LossRule.ServiceTool;
        notes.Unread(rule, FieldPath.Of("tools[]", type.Text.Span));
        if (tool["name"u8].IsText)
        {
            _leftOut.Add(tool["name"u8].Decoded);
        }
    }
}
