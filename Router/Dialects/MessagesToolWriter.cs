// Writes the tools of a Messages request and the choice among them.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>One for each writing.</summary>
internal sealed class MessagesToolWriter(MessagesDraft draft)
{
    private static ReadOnlySpan<byte> NoParameters => """{"type":"object","properties":{}}"""u8;

    private readonly JsonOutput _json = draft.Json;

    internal void Write()
    {
        var request = draft.Request;
        if (!draft.Traits.Tools)
        {
            if (!request.Tools.IsEmpty)
            {
                draft.Lose(LossRule.Tools);
            }

            return;
        }

        var allowed = request.ToolChoice?.Allowed ?? [];
        if (!allowed.IsEmpty)
        {
            draft.Lose(LossRule.AllowedTools);
        }

        var sent = allowed.ToHashSet();
        var tools = request.Tools.Where(tool => allowed.IsEmpty || sent.Contains(tool.Reference)).ToList();
        tools.AddRange(tools.Count == 0 ? CalledBefore() : []);
        if (tools.Count > 0)
        {
            _json.Name("tools"u8);
            _json.BeginArray();
            tools.ForEach(WriteTool);
            _json.EndArray();
        }

        WriteChoice(tools.Count > 0);
    }

    /// <summary>A service wants every tool declared that was called.</summary>
    private List<ToolDefinition> CalledBefore()
    {
        var called = draft.Request.Turns.SelectMany(turn => turn.Parts).OfType<TurnPart.ToolCall>().Select(call => call.Tool).Distinct().ToList();
        if (called.Count > 0)
        {
            draft.Lose(LossRule.UndeclaredTool);
        }

        return called.ConvertAll<ToolDefinition>(
            tool => tool.Kind == ToolKind.Custom ? new ToolDefinition.Custom(tool) : new ToolDefinition.Function(tool) { Strict = false });
    }

    private void WriteTool(ToolDefinition tool)
    {
        _json.BeginObject();
        _json.String("name"u8, draft.Names.Written(tool.Reference));
        var grammar = (tool as ToolDefinition.Custom)?.Grammar;
        if (grammar is not null)
        {
            draft.Lose(LossRule.ToolGrammar);
        }

        ToolWords.WriteDescription(_json, tool, grammar);
        _json.Name("input_schema"u8);
        switch (tool)
        {
            case ToolDefinition.Custom:
                draft.Lose(LossRule.CustomTool);
                _json.Raw(ToolWords.CustomParameters);
                break;
            case ToolDefinition.Function function:
                WriteSchema(function.Parameters);
                if (function.Strict == true)
                {
                    _json.Bool("strict"u8, true);
                }
                else if (function.Strict is null && draft.Request.Source == Dialect.OpenAIResponses)
                {
                    draft.Lose(LossRule.StrictUnsaid);
                }

                break;
        }

        draft.WriteCacheMark(tool.CacheMark);
        _json.EndObject();
    }

    /// <summary>The caller's schema as it is, but that a service insists on the type of its top.</summary>
    private void WriteSchema(RawJson? parameters)
    {
        var schema = parameters is { } given ? given.Span : default;
        switch (TopOf(schema))
        {
            case (_, 0):
                _json.Raw(NoParameters);
                break;
            case (false, _):
                _json.BeginObject();
                _json.Word("type"u8, "object"u8);
                _json.Raw(schema.Trim(" \t\r\n"u8)[1..^1].Trim(" \t\r\n"u8));
                _json.EndObject();
                break;
            default:
                _json.Raw(schema);
                break;
        }
    }

    private static (bool HasType, int Members) TopOf(ReadOnlySpan<byte> schema)
    {
        if (schema.IsEmpty)
        {
            return (false, 0);
        }

        var reader = new JsonReader(schema);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return (true, 1);
        }

        var hasType = false;
        var members = 0;
        while (reader.NextMember())
        {
            members++;
            hasType |= reader.Is("type"u8);
            reader.Read();
            reader.Skip();
        }

        return (hasType, members);
    }

    /// <summary>A service takes a choice only beside tools, and says itself that there are none to force.</summary>
    private void WriteChoice(bool hasTools)
    {
        var choice = draft.Request.ToolChoice;
        var mode = choice?.Mode ?? ToolChoiceMode.Auto;
        if (draft.Request.ParallelCalls == true && !draft.Traits.ParallelTools)
        {
            draft.Lose(LossRule.ParallelCalls);
        }

        var oneAtATime = draft.Request.ParallelCalls == false && mode != ToolChoiceMode.None;
        if ((mode == ToolChoiceMode.Auto && !oneAtATime) || (!hasTools && mode is ToolChoiceMode.Auto or ToolChoiceMode.None))
        {
            return;
        }

        _json.Name("tool_choice"u8);
        _json.BeginObject();
        _json.Word("type"u8, mode switch
        {
            ToolChoiceMode.Auto => "auto"u8,
            ToolChoiceMode.None => "none"u8,
            ToolChoiceMode.Required => "any"u8,
            ToolChoiceMode.Tool => "tool"u8,
        });
        if (choice?.Tool is { } tool)
        {
            _json.String("name"u8, draft.Names.Written(tool));
        }

        if (oneAtATime)
        {
            _json.Bool("disable_parallel_tool_use"u8, true);
        }

        _json.EndObject();
    }
}
