// Reads the content of a Chat Completions message.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>A string, or a list of parts. One for each reading.</summary>
internal sealed class ChatPartReader(ReadingNotes notes)
{
    /// <summary>The parts; none for null and for an empty string.</summary>
    /// <param name="answer">The message, where it is an earlier answer.</param>
    internal ImmutableArray<TurnPart> Read(JsonView content, string path, JsonView answer = default)
    {
        if (!content.IsArray)
        {
            return notes.TextAsParts(content, path);
        }

        var parts = ImmutableArray.CreateBuilder<TurnPart>(content.Count);
        foreach (var item in content.Items)
        {
            if (ReadPart(item, path + "[]", answer) is { } part)
            {
                parts.Add(part with { CacheMark = HasCacheMark(item) });
            }
        }

        return parts.ToImmutable();
    }

    private TurnPart? ReadPart(JsonView part, string path, JsonView answer)
    {
        var type = part["type"u8];
        if (type.Is("text"u8))
        {
            NoteOthers("type text prompt_cache_breakpoint cache_control"u8, part, path, answer);
            return notes.Text(part["text"u8], path + ".text") is { } text ? new TurnPart.Text(text) : null;
        }

        if (type.Is("refusal"u8))
        {
            NoteOthers("type refusal prompt_cache_breakpoint cache_control"u8, part, path, answer);
            return notes.Text(part["refusal"u8], path + ".refusal") is { } refusal ? new TurnPart.Refusal(refusal) : null;
        }

        if (type.Is("image_url"u8))
        {
            notes.UnknownBut("type image_url prompt_cache_breakpoint cache_control"u8, part, path);
            return ReadImage(part["image_url"u8], path + ".image_url");
        }

        if (type.Is("file"u8))
        {
            notes.UnknownBut("type file prompt_cache_breakpoint cache_control"u8, part, path);
            return ReadFile(part["file"u8], path + ".file");
        }

        notes.UnreadPart(type, path);
        return null;
    }

    /// <summary>
    /// OpenAI's Agents SDK keeps an answer's text as a part, copies into it what else the answer said, and sends it back so. What the message
    /// says as well changes nothing there.
    /// </summary>
    private void NoteOthers(ReadOnlySpan<byte> known, JsonView part, string path, JsonView answer)
    {
        if (!answer.IsObject)
        {
            notes.UnknownBut(known, part, path);
            return;
        }

        var makesCalls = !answer["tool_calls"u8].IsAbsent;
        foreach (var member in part.Members)
        {
            var value = member.Value;
            LossRule? rule =
                member.IsAmong(known) || (member.Is("role"u8) && value.Is("assistant"u8)) || member.Is("reasoning_details"u8) ? null
                : member.Is("annotations"u8) && value.IsArray ? value.Count > 0 ? LossRule.CitationsInHistory : null
                : member.IsAmong("reasoning_content reasoning"u8) && value.IsText ? value.Text.IsEmpty ? null : LossRule.ForeignReasoning
                : member.Is("tool_calls"u8) && makesCalls ? LossRule.AgentField
                : LossRule.UnknownField;
            if (rule is { } met && !value.IsAbsent)
            {
                notes.Unread(met, FieldPath.Of(path, member.RawName));
            }
        }
    }

    private TurnPart.Image? ReadImage(JsonView image, string path)
    {
        var url = image.IsText ? image : image["url"u8];
        notes.UnknownBut("url detail"u8, image, path);
        return notes.Text(url, path + ".url") is { } text ? DataUrls.ReadImage(text, image["detail"u8]) : null;
    }

    private TurnPart.Document? ReadFile(JsonView file, string path)
    {
        notes.UnknownBut("file_data file_id filename"u8, file, path);
        if (file["file_id"u8] is { IsAbsent: false })
        {
            notes.Unread(LossRule.FileId, path + ".file_id");
            return null;
        }

        if (notes.Text(file["file_data"u8], path + ".file_data") is not { } data)
        {
            return null;
        }

        if (DataUrls.ReadDocument(data) is not { } source)
        {
            notes.Unread(LossRule.UnknownValue, path + ".file_data");
            return null;
        }

        return new TurnPart.Document(source) { FileName = file["filename"u8] is { IsText: true } name ? name.Text : null };
    }

    private static bool HasCacheMark(JsonView part) =>
        part["prompt_cache_breakpoint"u8] is { IsAbsent: false, IsFalse: false } || part["cache_control"u8] is { IsAbsent: false };
}
