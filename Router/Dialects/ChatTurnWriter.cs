// Writes instructions and conversation as Chat Completions messages.
using System.Collections.Immutable;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Neighbouring turns of the assistant are one message as soon as one of them calls a tool, since Chat has the calls of a turn in one
/// message and their results right behind it. One for each writing.
/// </summary>
internal sealed class ChatTurnWriter
{
    private readonly JsonOutput _json;
    private readonly InferenceRequest _request;
    private readonly TargetProfile _target;
    private readonly ToolNames _names;
    private readonly LossReport _report;
    private readonly ChatPartWriter _parts;

    // Media of results, which a tool message cannot hold: they follow in a user message after all results.
    private readonly List<TurnPart> _resultMedia = [];

    internal ChatTurnWriter(JsonOutput json, InferenceRequest request, TargetProfile target, ToolNames names, LossReport report)
    {
        (_json, _request, _target, _names, _report) = (json, request, target, names, report);
        _parts = new ChatPartWriter(json, target.Traits, report);
    }

    internal void Write()
    {
        if (CacheMarks.AreOnCalls(_request))
        {
            _report.Lose(LossRule.CacheMark);
        }

        _json.Name("messages"u8);
        _json.BeginArray();
        foreach (var instruction in _request.Instructions)
        {
            WriteSystem(instruction.Role, [.. instruction.Blocks], instruction.Name);
        }

        if (!_target.Traits.MidSystem)
        {
            foreach (var turn in _request.Turns.Where(IsSystem))
            {
                _report.Lose(LossRule.MidConversationSystem);
                WriteSystem(turn.Role, turn.Parts, turn.Name);
            }
        }

        ImmutableArray<Turn> turns = [.. ResultOrder.BehindCalls(_request.Turns).Where(turn => _target.Traits.MidSystem || !IsSystem(turn))];
        for (var at = 0; at < turns.Length;)
        {
            at += WriteTurn(turns.AsSpan()[at..]);
        }

        FlushResultMedia();
        _json.EndArray();
        if (!_target.Traits.Prefill && _request.IsPrefilled(turns))
        {
            _report.Lose(LossRule.Prefill);
        }
    }

    private static bool IsSystem(Turn turn) => turn.Role is TurnRole.System or TurnRole.Developer;

    /// <summary>Writes the first turn, with those that belong into the same message; returns how many these are.</summary>
    private int WriteTurn(ReadOnlySpan<Turn> turns)
    {
        var turn = turns[0];
        if (turn.Role == TurnRole.Assistant)
        {
            var count = 1;
            while (count < turns.Length && turns[count].Role == TurnRole.Assistant)
            {
                count++;
            }

            FlushResultMedia();
            WriteAssistants(turns[..count]);
            return count;
        }

        if (IsSystem(turn))
        {
            FlushResultMedia();
            WriteSystem(turn.Role, turn.Parts, turn.Name);
            return 1;
        }

        foreach (var result in turn.Parts.OfType<TurnPart.ToolResult>())
        {
            WriteResult(result);
        }

        ImmutableArray<TurnPart> rest = [.. turn.Parts.Where(part => part is not TurnPart.ToolResult)];
        if (rest.Length > 0 || turn.Parts.IsEmpty)
        {
            FlushResultMedia();
            BeginMessage("user"u8, turn.Name);
            _parts.WriteContent(rest);
            _json.EndObject();
        }

        return 1;
    }

    private void WriteSystem(TurnRole role, ImmutableArray<TurnPart> parts, RawText? name)
    {
        BeginMessage(role == TurnRole.Developer ? "developer"u8 : "system"u8, name);
        _parts.WriteContent(parts);
        _json.EndObject();
    }

    /// <summary>Of neighbours that make a call all is one message; without one each keeps its own, with the thought that led to it.</summary>
    private void WriteAssistants(ReadOnlySpan<Turn> turns)
    {
        var makeCalls = false;
        foreach (var turn in turns)
        {
            makeCalls |= turn.Parts.Any(part => part is TurnPart.ToolCall);
        }

        for (var at = 0; at < turns.Length;)
        {
            var count = makeCalls ? turns.Length : 1;
            while (at + count < turns.Length && turns[at + count - 1].Parts.All(part => part is TurnPart.Reasoning))
            {
                count++;
            }

            WriteAssistant(turns.Slice(at, count));
            at += count;
        }
    }

    private void WriteAssistant(ReadOnlySpan<Turn> turns)
    {
        List<TurnPart> texts = [];
        List<TurnPart.ToolCall> calls = [];
        List<TurnPart.Refusal> refusals = [];
        var kept = new ChatKept();
        foreach (var turn in turns)
        {
            foreach (var part in turn.Parts)
            {
                switch (part)
                {
                    case TurnPart.ToolCall call:
                        calls.Add(call);
                        break;
                    case TurnPart.Refusal refusal:
                        refusals.Add(refusal);
                        break;
                    case TurnPart.Reasoning reasoning:
                        TakeReasoning(reasoning, kept);
                        break;
                    default:
                        texts.Add(part);
                        break;
                }
            }
        }

        if (texts.Count + calls.Count + refusals.Count > 0)
        {
            BeginMessage("assistant"u8, turns[0].Name);
            _parts.WriteAssistantText(texts);
            _parts.WriteRefusal(refusals);
            kept.WriteThought(_json, _target.EmptyThoughts);
            WriteCalls(calls, kept);
            _json.EndObject();
        }

        if (!kept.IsEmpty)
        {
            _report.Lose(LossRule.ForeignReasoning);
        }
    }

    /// <summary>Home or not at all.</summary>
    private void TakeReasoning(TurnPart.Reasoning reasoning, ChatKept kept)
    {
        if (_target.OwnOf(reasoning) is { } own)
        {
            kept.Take(own.Payload);
        }
        else
        {
            _report.Lose(LossRule.ForeignReasoning);
        }
    }

    private void WriteCalls(List<TurnPart.ToolCall> calls, ChatKept kept)
    {
        if (calls.Count == 0)
        {
            return;
        }

        _json.Name("tool_calls"u8);
        _json.BeginArray();
        foreach (var call in calls)
        {
            var isCustom = call.Tool.Kind == ToolKind.Custom;
            _json.BeginObject();
            _json.String("id"u8, CallIds.Fit(call.Id, _target.Traits.ToolIdPattern));
            _json.Word("type"u8, isCustom && _target.Traits.CustomTools ? "custom"u8 : "function"u8);
            _json.Name(isCustom && _target.Traits.CustomTools ? "custom"u8 : "function"u8);
            _json.BeginObject();
            _json.String("name"u8, _names.Written(call.Tool));
            if (isCustom && _target.Traits.CustomTools)
            {
                _json.Name("input"u8);
                ToolArguments.WriteText(_json, call.Input.Utf8.Span, call.Input.Form);
            }
            else
            {
                _json.Name("arguments"u8);
                if (isCustom)
                {
                    using var arguments = new PooledBuffer();
                    CustomInput.Wrap(call.Input, arguments);
                    _json.Plain(arguments.WrittenSpan);
                }
                else
                {
                    ToolArguments.WriteAsText(_json, call.Input.Utf8.Span, call.Input.Form);
                }
            }

            _json.EndObject();
            kept.WriteExtra(_json, call.Id);
            _json.EndObject();
        }

        _json.EndArray();
    }

    private void WriteResult(TurnPart.ToolResult result)
    {
        _json.BeginObject();
        _json.Word("role"u8, "tool"u8);
        _json.String("tool_call_id"u8, CallIds.Fit(result.CallId, _target.Traits.ToolIdPattern));
        _json.Name("content"u8);
        _json.BeginText();
        if (result.IsError)
        {
            _report.Lose(LossRule.ResultError);
            _json.AppendEscaped("[tool error] "u8);
        }

        var isFirst = true;
        var media = 0;
        foreach (var part in result.Content)
        {
            if (!isFirst)
            {
                _json.AppendEscaped("\\n"u8);
            }

            isFirst = false;
            if (part is TurnPart.Text text)
            {
                _json.AppendEscaped(text.Value.Span);
                continue;
            }

            media++;
            _report.Lose(LossRule.ResultMedia);
            _json.AppendText($"[{(part is TurnPart.Image ? "image" : "document")} {media} of this result follows]");
            _resultMedia.Add(CacheMarks.Without(part));
        }

        _json.EndText();
        _json.EndObject();
    }

    private void FlushResultMedia()
    {
        if (_resultMedia.Count > 0)
        {
            BeginMessage("user"u8, null);
            _parts.WriteContent([.. _resultMedia]);
            _json.EndObject();
            _resultMedia.Clear();
        }
    }

    private void BeginMessage(ReadOnlySpan<byte> role, RawText? name)
    {
        _json.BeginObject();
        _json.Word("role"u8, role);
        if (name is not null)
        {
            _report.Lose(LossRule.ParticipantName);
        }
    }
}
