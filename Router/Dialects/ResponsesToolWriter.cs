// Writes tools and the choice among them for a Responses target.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>One for each writing.</summary>
internal sealed class ResponsesToolWriter(JsonOutput json, InferenceRequest request, TargetTraits traits, ToolNames names, LossReport report)
{
    internal void Write()
    {
        if (request.Tools.IsEmpty)
        {
            return;
        }

        if (!traits.Tools)
        {
            report.Lose(LossRule.Tools);
            return;
        }

        json.Name("tools"u8);
        json.BeginArray();
        foreach (var tool in request.Tools)
        {
            if (tool.CacheMark)
            {
                report.Lose(LossRule.CacheMark);
            }

            switch (tool)
            {
                case ToolDefinition.Function function:
                    WriteFunction(function);
                    break;
                case ToolDefinition.Custom custom when traits.CustomTools:
                    WriteCustom(custom);
                    break;
                case ToolDefinition.Custom custom:
                    WriteAsFunction(custom);
                    break;
            }
        }

        json.EndArray();
        WriteChoice();
        if (request.ParallelCalls == false)
        {
            if (traits.ParallelTools)
            {
                json.Bool("parallel_tool_calls"u8, false);
            }
            else
            {
                report.Lose(LossRule.ParallelCalls);
            }
        }
    }

    /// <summary>A function that does not say <c>strict</c> would be strict here, and is not in the other dialects.</summary>
    private void WriteFunction(ToolDefinition.Function function)
    {
        Begin("function"u8, function.Reference);
        ToolWords.WriteDescription(json, function, null);
        json.Name("parameters"u8);
        json.Raw(function.Parameters is { } schema ? schema.Span : "{\"type\":\"object\",\"properties\":{}}"u8);
        json.Bool("strict"u8, function.Strict ?? false);
        json.EndObject();
    }

    private void WriteCustom(ToolDefinition.Custom custom)
    {
        Begin("custom"u8, custom.Reference);
        ToolWords.WriteDescription(json, custom, null);
        if (custom.Grammar is { } grammar)
        {
            json.Name("format"u8);
            json.BeginObject();
            json.Word("type"u8, "grammar"u8);
            json.Text("syntax"u8, grammar.Syntax);
            json.Text("definition"u8, grammar.Definition);
            json.EndObject();
        }

        json.EndObject();
    }

    private void WriteAsFunction(ToolDefinition.Custom custom)
    {
        report.Lose(LossRule.CustomTool);
        Begin("function"u8, custom.Reference);
        if (custom.Grammar is not null)
        {
            report.Lose(LossRule.ToolGrammar);
        }

        ToolWords.WriteDescription(json, custom, custom.Grammar);
        json.Name("parameters"u8);
        json.Raw(ToolWords.CustomParameters);
        json.Bool("strict"u8, false);
        json.EndObject();
    }

    private void WriteChoice()
    {
        if (request.ToolChoice is not { } choice)
        {
            return;
        }

        json.Name("tool_choice"u8);
        if (choice.Tool is { } tool)
        {
            WriteReference(tool);
        }
        else if (!choice.Allowed.IsEmpty)
        {
            json.BeginObject();
            json.Word("type"u8, "allowed_tools"u8);
            json.Word("mode"u8, choice.Mode == ToolChoiceMode.Required ? "required"u8 : "auto"u8);
            json.Name("tools"u8);
            json.BeginArray();
            foreach (var allowed in choice.Allowed)
            {
                WriteReference(allowed);
            }

            json.EndArray();
            json.EndObject();
        }
        else
        {
            json.Escaped(choice.Mode switch
            {
                ToolChoiceMode.None => "none"u8,
                ToolChoiceMode.Required => "required"u8,
                _ => "auto"u8,
            });
        }
    }

    private void WriteReference(ToolReference tool)
    {
        Begin(tool.Kind == ToolKind.Custom && traits.CustomTools ? "custom"u8 : "function"u8, tool);
        json.EndObject();
    }

    private void Begin(ReadOnlySpan<byte> kind, ToolReference tool)
    {
        json.BeginObject();
        json.Word("type"u8, kind);
        json.String("name"u8, names.Written(tool));
    }
}
