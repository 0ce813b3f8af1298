// Writes tools and the choice among them for a Chat Completions or Responses target.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Both dialects have the same tools. Chat Completions puts what a tool is under the name of its kind, Responses beside it; and a function
/// that does not say <c>strict</c> is strict in Responses alone. One for each writing.
/// </summary>
internal sealed class OpenAIToolWriter(JsonOutput json, InferenceRequest request, TargetTraits traits, ToolNames names, LossReport report)
{
    private readonly bool _isChat = traits.Dialect == Dialect.OpenAIChat;

    internal void Write()
    {
        if (request.Tools.IsEmpty)
        {
            // A service says itself that there are none to force.
            if (request.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Tool })
            {
                WriteChoice();
            }

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

    private void WriteFunction(ToolDefinition.Function function)
    {
        Begin("function"u8, function.Reference);
        ToolWords.WriteDescription(json, function, null);
        if (_isChat)
        {
            json.Raw("parameters"u8, function.Parameters);
            if (function.Strict is null && request.Source == Dialect.OpenAIResponses)
            {
                report.Lose(LossRule.StrictUnsaid);
            }
            else if (function.Strict == true)
            {
                json.Bool("strict"u8, true);
            }
        }
        else
        {
            json.Name("parameters"u8);
            json.Raw(function.Parameters is { } schema ? schema.Span : "{\"type\":\"object\",\"properties\":{}}"u8);
            json.Bool("strict"u8, function.Strict ?? false);
        }

        End();
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
            BeginInside("grammar"u8);
            json.Text("syntax"u8, grammar.Syntax);
            json.Text("definition"u8, grammar.Definition);
            End();
        }

        End();
    }

    /// <summary>As a function with one string field; the grammar is told in words.</summary>
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
        if (!_isChat)
        {
            json.Bool("strict"u8, false);
        }

        End();
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
            BeginInside("allowed_tools"u8);
            json.Word("mode"u8, choice.Mode == ToolChoiceMode.Required ? "required"u8 : "auto"u8);
            json.Name("tools"u8);
            json.BeginArray();
            foreach (var allowed in choice.Allowed)
            {
                WriteReference(allowed);
            }

            json.EndArray();
            End();
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
        End();
    }

    private void Begin(ReadOnlySpan<byte> kind, ToolReference tool)
    {
        json.BeginObject();
        json.Word("type"u8, kind);
        BeginInside(kind);
        json.String("name"u8, names.Written(tool));
    }

    /// <summary>What follows lies one level deeper in Chat Completions, up to <see cref="End"/>.</summary>
    private void BeginInside(ReadOnlySpan<byte> name)
    {
        if (_isChat)
        {
            json.Name(name);
            json.BeginObject();
        }
    }

    private void End()
    {
        json.EndObject();
        if (_isChat)
        {
            json.EndObject();
        }
    }
}
