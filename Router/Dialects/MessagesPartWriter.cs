// Writes the messages of a Messages request.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>One for each writing; the parts come as <see cref="MessagesConversation"/> arranged them.</summary>
internal sealed class MessagesPartWriter(MessagesDraft draft)
{
    private readonly JsonOutput _json = draft.Json;
    private readonly MessagesMediaWriter _media = new(draft);

    internal void WriteSystem(MessagesConversation conversation)
    {
        if (conversation.Instructions.Count == 0)
        {
            return;
        }

        _json.Name("system"u8);
        _json.BeginArray();
        foreach (var text in conversation.Instructions)
        {
            WritePart(text);
        }

        _json.EndArray();
    }

    internal void WriteMessages(MessagesConversation conversation)
    {
        _json.Name("messages"u8);
        _json.BeginArray();
        foreach (var turn in conversation.Turns)
        {
            _json.BeginObject();
            _json.Word("role"u8, turn.Role switch
            {
                TurnRole.User => "user"u8,
                TurnRole.Assistant => "assistant"u8,
                TurnRole.System or TurnRole.Developer => "system"u8,
            });
            _json.Name("content"u8);
            _json.BeginArray();
            foreach (var part in turn.Parts)
            {
                WritePart(part);
            }

            _json.EndArray();
            _json.EndObject();
        }

        _json.EndArray();
        if (!draft.Traits.Prefill && conversation.Turns is [.., { Role: TurnRole.Assistant } last]
            && !last.Parts.Any(part => part is TurnPart.ToolCall))
        {
            draft.Lose(LossRule.Prefill);
        }
    }

    private void WritePart(TurnPart part)
    {
        switch (part)
        {
            case TurnPart.Text text:
                WriteText(text.Value, text.CacheMark);
                break;
            case TurnPart.Refusal refusal:
                draft.Lose(LossRule.RefusalInHistory);
                WriteText(refusal.Value, refusal.CacheMark);
                break;
            case TurnPart.Image image:
                _media.WriteImage(image);
                break;
            case TurnPart.Document document:
                _media.WriteDocument(document);
                break;
            case TurnPart.ToolCall call:
                WriteCall(call);
                break;
            case TurnPart.ToolResult result:
                WriteResult(result);
                break;
            case TurnPart.Reasoning { Sealed: { } reasoning }:
                _json.Raw(reasoning.Payload.Span);
                break;
        }
    }

    private void WriteText(RawText text, bool isMarked)
    {
        _json.BeginObject();
        _json.Word("type"u8, "text"u8);
        _json.Text("text"u8, text);
        draft.WriteCacheMark(isMarked);
        _json.EndObject();
    }

    private void WriteCall(TurnPart.ToolCall call)
    {
        _json.BeginObject();
        _json.Word("type"u8, "tool_use"u8);
        _json.String("id"u8, CallIds.Fit(call.Id, draft.Traits.ToolIdPattern));
        _json.String("name"u8, draft.Names.Written(call.Tool));
        _json.Name("input"u8);
        if (call.Tool.Kind == ToolKind.Custom)
        {
            CustomInput.Write(_json, call.Input.Utf8.Span, call.Input.Form);
        }
        else if (!ToolArguments.WriteAsObject(_json, call.Input.Utf8.Span, call.Input.Form))
        {
            draft.Lose(LossRule.UnparsedArguments);
        }

        draft.WriteCacheMark(call.CacheMark);
        _json.EndObject();
    }

    private void WriteResult(TurnPart.ToolResult result)
    {
        _json.BeginObject();
        _json.Word("type"u8, "tool_result"u8);
        _json.String("tool_use_id"u8, CallIds.Fit(result.CallId, draft.Traits.ToolIdPattern));
        _json.Name("content"u8);
        _json.BeginArray();
        foreach (var part in result.Content)
        {
            if (part is not TurnPart.Text text || !MessagesConversation.IsBlank(text.Value.Span))
            {
                WritePart(part);
            }
        }

        _json.EndArray();
        if (result.IsError)
        {
            _json.Bool("is_error"u8, true);
        }

        draft.WriteCacheMark(result.CacheMark);
        _json.EndObject();
    }
}
