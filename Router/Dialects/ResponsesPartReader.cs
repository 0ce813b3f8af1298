// Reads the content of a Responses item.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>A string, or a list of parts; of messages and of results alike. One for each reading.</summary>
internal sealed class ResponsesPartReader(ReadingNotes notes)
{
    internal ImmutableArray<TurnPart> Read(JsonView content, string path)
    {
        if (!content.IsArray)
        {
            return notes.TextAsParts(content, path);
        }

        var parts = ImmutableArray.CreateBuilder<TurnPart>(content.Count);
        foreach (var item in content.Items)
        {
            if (ReadPart(item, path + "[]") is { } part)
            {
                parts.Add(part with { CacheMark = item["prompt_cache_breakpoint"u8] is { IsAbsent: false, IsFalse: false } });
            }
        }

        return parts.ToImmutable();
    }

    private TurnPart? ReadPart(JsonView part, string path)
    {
        var type = part["type"u8];
        if (type.Is("input_text"u8) || type.Is("output_text"u8) || type.Is("text"u8) || type.Is("summary_text"u8))
        {
            NoteTextMembers(part, path);
            return notes.Text(part["text"u8], path + ".text") is { } text ? new TurnPart.Text(text) : null;
        }

        if (type.Is("refusal"u8))
        {
            notes.UnknownBut("type refusal"u8, part, path);
            return notes.Text(part["refusal"u8], path + ".refusal") is { } refusal ? new TurnPart.Refusal(refusal) : null;
        }

        if (type.Is("input_image"u8))
        {
            return ReadImage(part, path);
        }

        if (type.Is("input_file"u8))
        {
            return ReadFile(part, path);
        }

        notes.UnreadPart(type, path);
        return null;
    }

    /// <summary>What the helpers of OpenAI's SDKs read in the text, they leave beside it as <c>parsed</c>.</summary>
    private void NoteTextMembers(JsonView part, string path)
    {
        foreach (var member in part.Members)
        {
            if (member.Is("annotations"u8))
            {
                if (member.Value.Count > 0)
                {
                    notes.Unread(LossRule.CitationsInHistory, path + ".annotations");
                }
            }
            else if (!member.IsAmong("type text logprobs prompt_cache_breakpoint parsed"u8))
            {
                notes.Unknown(member, path);
            }
        }
    }

    private TurnPart.Image? ReadImage(JsonView part, string path)
    {
        notes.UnknownBut("type image_url file_id detail prompt_cache_breakpoint"u8, part, path);
        if (part["file_id"u8] is { IsAbsent: false })
        {
            notes.Unread(LossRule.FileId, path + ".file_id");
            return null;
        }

        return notes.Text(part["image_url"u8], path + ".image_url") is { } url ? DataUrls.ReadImage(url, part["detail"u8]) : null;
    }

    private TurnPart.Document? ReadFile(JsonView part, string path)
    {
        notes.UnknownBut("type filename file_data file_url file_id detail prompt_cache_breakpoint"u8, part, path);
        if (part["file_id"u8] is { IsAbsent: false })
        {
            notes.Unread(LossRule.FileId, path + ".file_id");
            return null;
        }

        if (part["detail"u8] is { IsAbsent: false } detail && !detail.Is("auto"u8))
        {
            notes.Unread(LossRule.DocumentDetail, path + ".detail");
        }

        var name = part["filename"u8] is { IsText: true } given ? given.Text : (RawText?)null;
        if (part["file_url"u8] is { IsText: true } url)
        {
            return new TurnPart.Document(new MediaSource.Link(url.Text)) { FileName = name };
        }

        if (notes.Text(part["file_data"u8], path + ".file_data") is not { } data)
        {
            return null;
        }

        if (DataUrls.ReadDocument(data) is not { } source)
        {
            notes.Unread(LossRule.UnknownValue, path + ".file_data");
            return null;
        }

        return new TurnPart.Document(source) { FileName = name };
    }
}
