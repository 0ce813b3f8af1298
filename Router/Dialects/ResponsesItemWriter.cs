// Writes instructions and conversation as Responses items.
using System.Collections.Immutable;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Order is kept: texts between calls are messages of their own. One for each writing.</summary>
internal sealed class ResponsesItemWriter
{
    private readonly JsonOutput _json;
    private readonly InferenceRequest _request;
    private readonly TargetProfile _target;
    private readonly ToolNames _names;
    private readonly LossReport _report;
    private readonly ResponsesPartWriter _parts;
    private readonly List<TurnPart> _resultMedia = [];

    internal ResponsesItemWriter(JsonOutput json, InferenceRequest request, TargetProfile target, ToolNames names, LossReport report)
    {
        (_json, _request, _target, _names, _report) = (json, request, target, names, report);
        _parts = new ResponsesPartWriter(json, target.Traits, report);
    }

    internal void Write()
    {
        if (CacheMarks.AreOnCalls(_request))
        {
            _report.Lose(LossRule.CacheMark);
        }

        WriteInstructions();
        if (_request.Instructions.Any(one => one.Name is not null))
        {
            _report.Lose(LossRule.ParticipantName);
        }

        _json.Name("input"u8);
        _json.BeginArray();
        foreach (var instruction in _request.Instructions.SkipWhile(IsSystemAlone))
        {
            WriteMessage(IsSystemAlone(instruction) ? "system"u8 : "developer"u8, ImmutableArray<TurnPart>.CastUp(instruction.Blocks));
        }

        var turns = _request.Turns;
        if (!_target.Traits.MidSystem)
        {
            foreach (var turn in turns.Where(IsSystem))
            {
                _report.Lose(LossRule.MidConversationSystem);
                WriteMessage(RoleOf(turn), turn.Parts);
            }

            turns = [.. turns.Where(turn => !IsSystem(turn))];
        }

        foreach (var turn in turns)
        {
            WriteTurn(turn);
        }

        FlushResultMedia();
        _json.EndArray();
        if (!_target.Traits.Prefill && _request.IsPrefilled(turns))
        {
            _report.Lose(LossRule.Prefill);
        }
    }

    private static bool IsSystemAlone(Instruction instruction) => instruction.Role == TurnRole.System;

    private static bool IsSystem(Turn turn) => turn.Role is TurnRole.System or TurnRole.Developer;

    private static ReadOnlySpan<byte> RoleOf(Turn turn) => turn.Role == TurnRole.Developer ? "developer"u8 : "system"u8;

    /// <summary>Those of the system before any of a developer: what <c>instructions</c> says comes first.</summary>
    private void WriteInstructions()
    {
        var isOpen = false;
        foreach (var instruction in _request.Instructions.TakeWhile(IsSystemAlone))
        {
            foreach (var block in instruction.Blocks)
            {
                if (isOpen)
                {
                    _json.AppendEscaped("\\n\\n"u8);
                }
                else
                {
                    _json.Name("instructions"u8);
                    _json.BeginText();
                    isOpen = true;
                }

                _json.AppendEscaped(block.Value.Span);
                if (block.CacheMark)
                {
                    _report.Lose(LossRule.CacheMark);
                }
            }
        }

        if (isOpen)
        {
            _json.EndText();
        }
    }

    private void WriteTurn(Turn turn)
    {
        if (turn.Name is not null)
        {
            _report.Lose(LossRule.ParticipantName);
        }

        if (turn.Role == TurnRole.Assistant)
        {
            FlushResultMedia();
            WriteAssistant(turn.Parts);
            return;
        }

        if (IsSystem(turn))
        {
            FlushResultMedia();
            WriteMessage(RoleOf(turn), turn.Parts);
            return;
        }

        var hasResult = false;
        foreach (var part in turn.Parts)
        {
            if (part is TurnPart.ToolResult result)
            {
                WriteResult(result);
                hasResult = true;
            }
        }

        ImmutableArray<TurnPart> rest = hasResult ? [.. turn.Parts.Where(part => part is not TurnPart.ToolResult)] : turn.Parts;
        if (rest.Length > 0)
        {
            FlushResultMedia();
            WriteMessage("user"u8, rest);
        }
    }

    private void WriteMessage(ReadOnlySpan<byte> role, ImmutableArray<TurnPart> parts)
    {
        _json.BeginObject();
        _json.Word("type"u8, "message"u8);
        _json.Word("role"u8, role);
        _json.Name("content"u8);
        _parts.WriteInput(parts);
        _json.EndObject();
    }

    private void WriteAssistant(ImmutableArray<TurnPart> parts)
    {
        for (var at = 0; at < parts.Length;)
        {
            switch (parts[at])
            {
                case TurnPart.ToolCall call:
                    WriteCall(call);
                    at++;
                    break;
                case TurnPart.Reasoning reasoning:
                    WriteReasoning(reasoning);
                    at++;
                    break;
                default:
                    var run = at;
                    while (run < parts.Length && parts[run] is not (TurnPart.ToolCall or TurnPart.Reasoning))
                    {
                        run++;
                    }

                    _json.BeginObject();
                    _json.Word("type"u8, "message"u8);
                    _json.Word("role"u8, "assistant"u8);
                    _json.Name("content"u8);
                    _parts.WriteOutput(parts.AsSpan()[at..run]);
                    _json.EndObject();
                    at = run;
                    break;
            }
        }
    }

    /// <summary>Home, as it was; anywhere else not at all.</summary>
    private void WriteReasoning(TurnPart.Reasoning reasoning)
    {
        if (_target.OwnOf(reasoning) is { } own)
        {
            _json.Raw(own.Payload.Span);
        }
        else
        {
            _report.Lose(LossRule.ForeignReasoning);
        }
    }

    private void WriteCall(TurnPart.ToolCall call)
    {
        var isCustom = call.Tool.Kind == ToolKind.Custom && _target.Traits.CustomTools;
        _json.BeginObject();
        _json.Word("type"u8, isCustom ? "custom_tool_call"u8 : "function_call"u8);
        _json.String("call_id"u8, CallIds.Fit(call.Id, _target.Traits.ToolIdPattern));
        _json.String("name"u8, _names.Written(call.Tool));
        _json.Name(isCustom ? "input"u8 : "arguments"u8);
        if (isCustom)
        {
            ToolArguments.WriteText(_json, call.Input.Utf8.Span, call.Input.Form);
        }
        else if (call.Tool.Kind == ToolKind.Custom)
        {
            using var arguments = new PooledBuffer();
            CustomInput.Wrap(call.Input, arguments);
            _json.Plain(arguments.WrittenSpan);
        }
        else
        {
            ToolArguments.WriteAsText(_json, call.Input.Utf8.Span, call.Input.Form);
        }

        _json.EndObject();
    }

    private void WriteResult(TurnPart.ToolResult result)
    {
        var isCustom = result.Kind == ToolKind.Custom && _target.Traits.CustomTools;
        _json.BeginObject();
        _json.Word("type"u8, isCustom ? "custom_tool_call_output"u8 : "function_call_output"u8);
        _json.String("call_id"u8, CallIds.Fit(result.CallId, _target.Traits.ToolIdPattern));
        _json.Name("output"u8);
        if (result.IsError)
        {
            _report.Lose(LossRule.ResultError);
        }

        var media = result.Content.Where(part => part is not TurnPart.Text).ToList();
        if (media.Count > 0 && _target.Traits.ToolResultImages)
        {
            _parts.WriteInput([.. result.Content.Select(CacheMarks.Without)], result.IsError ? "[tool error] "u8 : default);
        }
        else
        {
            _parts.WriteResultText(result.Content, result.IsError);
            _resultMedia.AddRange(media.Select(CacheMarks.Without));
        }

        _json.EndObject();
    }

    private void FlushResultMedia()
    {
        if (_resultMedia.Count > 0)
        {
            WriteMessage("user"u8, [.. _resultMedia]);
            _resultMedia.Clear();
        }
    }
}
