// Reads the tools of a Chat Completions request and the choice among them.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>Tools, and the older <c>functions</c> with their own choice. One for each reading.</summary>
internal sealed class ChatToolReader(ReadingNotes notes)
{
    private readonly ImmutableArray<ToolDefinition>.Builder _tools = ImmutableArray.CreateBuilder<ToolDefinition>();

    internal ImmutableArray<ToolDefinition> Tools => _tools.ToImmutable();

    internal ToolChoice? Choice { get; private set; }

    /// <summary>False when the caller wants one call at a time.</summary>
    internal bool? ParallelCalls { get; private set; }

    /// <summary>The caller speaks of functions and wants its calls back in that form.</summary>
    internal bool IsLegacy { get; private set; }

    /// <summary>Reads a top-level member; false when it says something else.</summary>
    internal bool TryRead(JsonMember member)
    {
        var value = member.Value;
        if (member.Is("tools"u8))
        {
            ReadTools(value);
        }
        else if (member.Is("functions"u8))
        {
            ReadFunctions(value);
        }
        else if (member.Is("tool_choice"u8))
        {
            ReadChoice(value);
        }
        else if (member.Is("function_call"u8))
        {
            ReadFunctionCall(value);
        }
        else if (member.Is("parallel_tool_calls"u8))
        {
            ParallelCalls = notes.Flag(value, "parallel_tool_calls") ? null : false;
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadTools(JsonView tools)
    {
        if (!tools.IsArray)
        {
            notes.Wrong("tools", "must be an array");
        }

        foreach (var tool in tools.Items)
        {
            var type = tool["type"u8];
            if (type.Is("function"u8) || (type.IsAbsent && tool["function"u8].IsObject))
            {
                ReadFunction(tool["function"u8], "tools[].function");
                NoteOthers(tool, "function"u8, "tools[]");
            }
            else if (type.Is("custom"u8))
            {
                ReadCustom(tool["custom"u8]);
                NoteOthers(tool, "custom"u8, "tools[]");
            }
            else if (notes.Word(type, "tools[].type") is { } word)
            {
                notes.Unread(LossRule.ServiceTool, "tools[]." + FieldPath.Of("", System.Text.Encoding.UTF8.GetBytes(word)));
            }
        }
    }

    private void ReadFunctions(JsonView functions)
    {
        if (!functions.IsArray)
        {
            notes.Wrong("functions", "must be an array");
        }

        IsLegacy = functions.Count > 0;
        foreach (var function in functions.Items)
        {
            ReadFunction(function, "functions[]");
        }
    }

    private void ReadFunction(JsonView function, string path)
    {
        var read = new ToolDefinition.Function(new ToolReference(ToolKind.Function, notes.Word(function["name"u8], path + ".name") ?? ""));
        foreach (var member in function.Members)
        {
            var value = member.Value;
            if (value.IsAbsent || member.Is("name"u8))
            {
                continue;
            }

            if (member.Is("description"u8))
            {
                read = read with { Description = notes.Text(value, path + ".description") };
            }
            else if (member.Is("parameters"u8))
            {
                read = read with { Parameters = value.Json };
            }
            else if (member.Is("strict"u8))
            {
                read = read with { Strict = notes.Flag(value, path + ".strict") };
            }
            else
            {
                notes.Unknown(member, path);
            }
        }

        _tools.Add(read);
    }

    private void ReadCustom(JsonView custom)
    {
        const string path = "tools[].custom";
        var read = new ToolDefinition.Custom(new ToolReference(ToolKind.Custom, notes.Word(custom["name"u8], path + ".name") ?? ""));
        foreach (var member in custom.Members)
        {
            var value = member.Value;
            if (value.IsAbsent || member.Is("name"u8))
            {
                continue;
            }

            if (member.Is("description"u8))
            {
                read = read with { Description = notes.Text(value, path + ".description") };
            }
            else if (member.Is("format"u8))
            {
                var grammar = value["grammar"u8];
                notes.UnknownBut("type grammar"u8, value, path + ".format");
                notes.UnknownBut("syntax definition"u8, grammar, path + ".format.grammar");
                if (value["type"u8].Is("grammar"u8)
                    && notes.Text(grammar["syntax"u8], path + ".format.grammar.syntax") is { } syntax
                    && notes.Text(grammar["definition"u8], path + ".format.grammar.definition") is { } definition)
                {
                    read = read with { Grammar = new ToolGrammar(syntax, definition) };
                }

                notes.WantGrammarOrText(value["type"u8], path + ".format.type");
            }
            else
            {
                notes.Unknown(member, path);
            }
        }

        _tools.Add(read);
    }

    private void ReadChoice(JsonView choice)
    {
        if (choice.IsText)
        {
            ReadMode(choice, "tool_choice");
            return;
        }

        var type = choice["type"u8];
        notes.UnknownBut("type function custom allowed_tools"u8, choice, "tool_choice");
        if (type.Is("function"u8) || type.Is("custom"u8))
        {
            Choice = new ToolChoice(ToolChoiceMode.Tool) { Tool = Reference(choice) };
        }
        else if (type.Is("allowed_tools"u8))
        {
            var allowed = choice["allowed_tools"u8];
            notes.UnknownBut("mode tools"u8, allowed, "tool_choice.allowed_tools");
            var names = ImmutableArray.CreateBuilder<ToolReference>();
            notes.WantArray(allowed["tools"u8], "tool_choice.allowed_tools.tools");
            foreach (var tool in allowed["tools"u8].Items)
            {
                if (Reference(tool) is { } reference)
                {
                    names.Add(reference);
                }
            }

            Choice = new ToolChoice(allowed["mode"u8].Is("required"u8) ? ToolChoiceMode.Required : ToolChoiceMode.Auto) { Allowed = names.ToImmutable() };
        }
        else
        {
            notes.Unread(LossRule.UnknownValue, "tool_choice.type");
        }
    }

    private void ReadFunctionCall(JsonView call)
    {
        if (call.IsText)
        {
            ReadMode(call, "function_call");
        }
        else if (notes.Word(call["name"u8], "function_call.name") is { } name)
        {
            notes.UnknownBut("name"u8, call, "function_call");
            Choice = new ToolChoice(ToolChoiceMode.Tool) { Tool = new ToolReference(ToolKind.Function, name) };
        }
    }

    private void ReadMode(JsonView mode, string path)
    {
        if (mode.Is("none"u8) || mode.Is("required"u8))
        {
            Choice = new ToolChoice(mode.Is("none"u8) ? ToolChoiceMode.None : ToolChoiceMode.Required);
        }
        else if (!mode.Is("auto"u8))
        {
            notes.Unread(LossRule.UnknownValue, path);
        }
    }

    private ToolReference? Reference(JsonView tool)
    {
        var isCustom = tool["type"u8].Is("custom"u8);
        notes.UnknownBut("type function custom"u8, tool, "tool_choice");
        notes.UnknownBut("name"u8, tool[isCustom ? "custom"u8 : "function"u8], "tool_choice");
        return notes.Word(isCustom ? tool["custom"u8]["name"u8] : tool["function"u8]["name"u8], "tool_choice.name") is { } name
            ? new ToolReference(isCustom ? ToolKind.Custom : ToolKind.Function, name)
            : null;
    }

    private void NoteOthers(JsonView tool, ReadOnlySpan<byte> own, string path)
    {
        foreach (var member in tool.Members)
        {
            if (member.Is("cache_control"u8) && !member.Value.IsAbsent)
            {
                notes.Unread(LossRule.CacheMark, path + ".cache_control");
            }
            else if (!member.Is("type"u8) && !member.Is(own))
            {
                notes.Unknown(member, path);
            }
        }
    }
}
