// Reads content blocks of a Messages request.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>Texts, calls, results and thinking; images and documents have a reader of their own. One for each reading.</summary>
internal sealed class MessagesPartReader(ReasoningSeal seal, ReadingNotes notes)
{
    private readonly MessagesMediaReader _media = new(notes);

    /// <summary>A string or a list of blocks.</summary>
    internal ImmutableArray<TurnPart> ReadContent(JsonView content, string path)
    {
        if (content.IsText)
        {
            return [new TurnPart.Text(content.Text)];
        }

        if (!content.IsArray)
        {
            notes.Wrong(path, "must be a string or an array");
        }

        var parts = ImmutableArray.CreateBuilder<TurnPart>(content.Count);
        foreach (var block in content.Items)
        {
            ReadBlock(block, $"{path}[]", parts);
        }

        return parts.ToImmutable();
    }

    private void ReadBlock(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        var type = block["type"u8];
        if (!type.IsText)
        {
            notes.Wrong($"{path}.type", "must be a string");
        }
        else if (type.Is("text"u8))
        {
            ReadText(block, path, parts);
        }
        else if (type.Is("tool_use"u8))
        {
            ReadCall(block, path, parts);
        }
        else if (type.Is("tool_result"u8))
        {
            ReadResult(block, path, parts);
        }
        else if (type.Is("thinking"u8))
        {
            ReadReasoning(block, path, "thinking"u8, "signature"u8, parts);
        }
        else if (type.Is("redacted_thinking"u8))
        {
            ReadReasoning(block, path, default, "data"u8, parts);
        }
        else if (type.Is("tool_reference"u8))
        {
            ReadToolReference(block, path, parts);
        }
        else if (!_media.TryRead(block, path, parts))
        {
            NoteOther(type, path);
        }
    }

    private void ReadText(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        var part = new TurnPart.Text(notes.Text(block["text"u8], $"{path}.text") ?? default);
        foreach (var member in block.Members)
        {
            if (member.Is("cache_control"u8))
            {
                part = part with { CacheMark = !member.Value.IsAbsent };
            }
            else if (member.Is("citations"u8))
            {
                if (member.Value.Count > 0)
                {
                    notes.Unread(LossRule.CitationsInHistory, $"{path}.citations");
                }
            }
            else if (!member.Is("type"u8) && !member.Is("text"u8))
            {
                notes.Unknown(member, path);
            }
        }

        parts.Add(part);
    }

    private void ReadCall(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        string? id = null, name = null;
        ToolInput? input = null;
        var mark = false;
        foreach (var member in block.Members)
        {
            var value = member.Value;
            if (member.Is("id"u8))
            {
                id = notes.Word(value, $"{path}.id");
            }
            else if (member.Is("name"u8))
            {
                name = notes.Word(value, $"{path}.name");
            }
            else if (member.Is("input"u8))
            {
                input = value.IsObject ? new ToolInput(value.Json.Utf8, TextForm.Plain) : null;
            }
            else if (member.Is("cache_control"u8))
            {
                mark = !value.IsAbsent;
            }
            else if (member.Is("caller"u8))
            {
                if (!value.IsAbsent && !value["type"u8].Is("direct"u8))
                {
                    notes.Unread(LossRule.ServiceCallInHistory, $"{path}.caller");
                }

                notes.UnknownBut("type"u8, value, $"{path}.caller");
            }
            else if (!member.Is("type"u8))
            {
                notes.Unknown(member, path);
            }
        }

        if (id is null || name is null || input is null)
        {
            notes.Wrong(path, "must have an id, a name and an input that is an object, since it is a tool_use");
            return;
        }

        parts.Add(new TurnPart.ToolCall(id, new ToolReference(ToolKind.Function, name), input.Value) { CacheMark = mark });
    }

    private void ReadResult(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        var id = notes.Word(block["tool_use_id"u8], $"{path}.tool_use_id") ?? "";
        var part = new TurnPart.ToolResult(id, ToolKind.Function, []);
        foreach (var member in block.Members)
        {
            var value = member.Value;
            if (member.Is("content"u8))
            {
                part = part with { Content = value.IsAbsent ? [] : ReadResultContent(value, $"{path}.content") };
            }
            else if (member.Is("is_error"u8))
            {
                part = part with { IsError = notes.Flag(value, $"{path}.is_error") };
            }
            else if (member.Is("cache_control"u8))
            {
                part = part with { CacheMark = !value.IsAbsent };
            }
            else if (!member.Is("type"u8) && !member.Is("tool_use_id"u8))
            {
                notes.Unknown(member, path);
            }
        }

        parts.Add(part);
    }

    private ImmutableArray<TurnPart> ReadResultContent(JsonView content, string path)
    {
        var parts = ReadContent(content, path);
        if (parts.Any(part => part is not (TurnPart.Text or TurnPart.Image or TurnPart.Document)))
        {
            notes.Wrong(path, "must be texts, images and documents");
        }

        return parts;
    }

    /// <param name="shown">The member with what was shown; empty for a block that shows nothing.</param>
    /// <param name="token">The member with what its maker wants back.</param>
    private void ReadReasoning(
        JsonView block, string path, ReadOnlySpan<byte> shown, ReadOnlySpan<byte> token, ImmutableArray<TurnPart>.Builder parts)
    {
        SealedReasoning? opened = null;
        foreach (var member in block.Members)
        {
            if (!shown.IsEmpty && member.Is(shown))
            {
                _ = notes.Text(member.Value, FieldPath.Of(path, shown));
            }
            else if (member.Is(token))
            {
                opened = member.Value.IsAbsent ? null
                    : notes.Text(member.Value, FieldPath.Of(path, token)) is { } sealedText ? seal.Open(sealedText.Span)
                    : null;
            }
            else if (!member.Is("type"u8))
            {
                notes.Unknown(member, path);
            }
        }

        parts.Add(new TurnPart.Reasoning(opened));
    }

    /// <summary>What a caller's own search for tools found: every tool is sent anyway, so its name says it all.</summary>
    private void ReadToolReference(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        notes.Unread(LossRule.DeferredTools, $"{path}.tool_reference");
        if (notes.Text(block["tool_name"u8], $"{path}.tool_name") is { } name)
        {
            parts.Add(new TurnPart.Text(name) { CacheMark = !block["cache_control"u8].IsAbsent });
        }
    }

    private void NoteOther(JsonView type, string path)
    {
        var word = type.Text.Span;
        var rule = word.SequenceEqual("container_upload"u8) ? LossRule.ContainerUpload
            : word.SequenceEqual("server_tool_use"u8) || word.StartsWith("mcp_tool_"u8) || word.EndsWith("_tool_result"u8)
                ? LossRule.ServiceCallInHistory
            : LossRule.UnknownPart;
        notes.Unread(rule, FieldPath.Of(path, word));
    }
}
