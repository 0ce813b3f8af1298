// Reads images, documents and search results of a Messages request.
using System.Collections.Immutable;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>One for each reading.</summary>
internal sealed class MessagesMediaReader(ReadingNotes notes)
{
    /// <summary>Adds the parts of such a block; false when it is none.</summary>
    internal bool TryRead(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        var type = block["type"u8];
        if (type.Is("image"u8))
        {
            ReadImage(block, path, parts);
        }
        else if (type.Is("document"u8))
        {
            ReadDocument(block, path, parts);
        }
        else if (type.Is("search_result"u8))
        {
            ReadSearchResult(block, path, parts);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadImage(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        MediaSource? source = null;
        var mark = false;
        foreach (var member in block.Members)
        {
            var value = member.Value;
            if (member.Is("source"u8))
            {
                source = ReadSource(value, path);
            }
            else if (member.Is("cache_control"u8))
            {
                mark = !value.IsAbsent;
            }
            else if (member.Is("transformations"u8))
            {
                if (!value.IsAbsent)
                {
                    notes.Unread(LossRule.ImageTransformations, $"{path}.transformations");
                }
            }
            else if (!member.Is("type"u8))
            {
                notes.Unknown(member, path);
            }
        }

        RequireSource(block, path);
        if (source is MediaSource.PlainText)
        {
            // A source that documents have.
            notes.Unread(LossRule.UnknownValue, $"{path}.source.type");
        }
        else if (source is not null)
        {
            parts.Add(new TurnPart.Image(source) { CacheMark = mark });
        }
    }

    private void ReadDocument(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        MediaSource? source = null;
        RawText? title = null, context = null;
        var mark = false;
        foreach (var member in block.Members)
        {
            var value = member.Value;
            if (member.Is("title"u8) && !value.IsAbsent)
            {
                title = notes.Text(value, $"{path}.title");
            }
            else if (member.Is("context"u8) && !value.IsAbsent)
            {
                context = notes.Text(value, $"{path}.context");
            }
            else if (member.Is("citations"u8))
            {
                ReadCitations(value, path);
            }
            else if (member.Is("source"u8))
            {
                source = value["type"u8].Is("content"u8) ? null : ReadSource(value, path);
            }
            else if (member.Is("cache_control"u8))
            {
                mark = !value.IsAbsent;
            }
            else if (!member.Is("type"u8))
            {
                notes.Unknown(member, path);
            }
        }

        RequireSource(block, path);
        if (block["source"u8]["type"u8].Is("content"u8))
        {
            notes.UnknownBut("type content"u8, block["source"u8], $"{path}.source");
            ReadBlocksOf(block["source"u8]["content"u8], title, context, path, parts);
        }
        else if (source is not null)
        {
            parts.Add(new TurnPart.Document(source) { Title = title, Context = context, CacheMark = mark });
        }
    }

    private MediaSource? ReadSource(JsonView source, string path)
    {
        var type = source["type"u8];
        notes.UnknownBut("type media_type data url file_id"u8, source, $"{path}.source");

        if (type.Is("base64"u8))
        {
            var mediaType = notes.Word(source["media_type"u8], $"{path}.source.media_type");
            var data = notes.Text(source["data"u8], $"{path}.source.data");
            return mediaType is null || data is null ? null : new MediaSource.Inline(mediaType.ToLowerInvariant(), data.Value);
        }

        if (type.Is("url"u8))
        {
            return notes.Text(source["url"u8], $"{path}.source.url") is { } url ? new MediaSource.Link(url) : null;
        }

        if (type.Is("text"u8))
        {
            return notes.Text(source["data"u8], $"{path}.source.data") is { } text ? new MediaSource.PlainText(text) : null;
        }

        if (source.IsObject)
        {
            notes.Unread(
                type.Is("file"u8) ? LossRule.FileId : LossRule.UnknownValue, type.Is("file"u8) ? $"{path}.source.file_id" : $"{path}.source.type");
        }

        return null;
    }

    /// <summary>A document made of blocks: they stand in its place, behind its title and context.</summary>
    private void ReadBlocksOf(JsonView content, RawText? title, RawText? context, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        notes.Unread(LossRule.DocumentBlocks, $"{path}.source.content");
        foreach (var head in new[] { title, context })
        {
            if (head is { } text)
            {
                parts.Add(new TurnPart.Text(text));
            }
        }

        if (content.IsText)
        {
            parts.Add(new TurnPart.Text(content.Text));
        }

        foreach (var block in content.Items)
        {
            if (block["type"u8].Is("text"u8) && block["text"u8].IsText)
            {
                parts.Add(new TurnPart.Text(block["text"u8].Text) { CacheMark = !block["cache_control"u8].IsAbsent });
            }
            else if (block["type"u8].Is("image"u8))
            {
                ReadImage(block, $"{path}.source.content[]", parts);
            }
            else
            {
                notes.Wrong($"{path}.source.content[]", "must be a text or an image");
            }
        }
    }

    /// <summary>Becomes one text: title and source on lines of their own, then what was found.</summary>
    private void ReadSearchResult(JsonView block, string path, ImmutableArray<TurnPart>.Builder parts)
    {
        notes.Unread(LossRule.SearchResult, path + ".search_result");
        var title = notes.Text(block["title"u8], $"{path}.title") ?? default;
        var source = notes.Text(block["source"u8], $"{path}.source") ?? default;
        using var text = new PooledBuffer();
        text.TryWrite(title.Span);
        text.TryWrite("\\n"u8);
        text.TryWrite(source.Span);
        foreach (var item in block["content"u8].Items)
        {
            text.TryWrite("\\n\\n"u8);
            text.TryWrite((notes.Text(item["text"u8], $"{path}.content[].text") ?? default).Span);
        }

        ReadCitations(block["citations"u8], path);
        foreach (var member in block.Members)
        {
            if (!member.Is("type"u8) && !member.Is("title"u8) && !member.Is("source"u8) && !member.Is("content"u8)
                && !member.Is("citations"u8) && !member.Is("cache_control"u8))
            {
                notes.Unknown(member, path);
            }
        }

        parts.Add(new TurnPart.Text(new RawText(text.WrittenSpan.ToArray())) { CacheMark = !block["cache_control"u8].IsAbsent });
    }

    private void ReadCitations(JsonView citations, string path)
    {
        notes.UnknownBut("enabled"u8, citations, $"{path}.citations");
        if (notes.Flag(citations["enabled"u8], $"{path}.citations.enabled"))
        {
            notes.Unread(LossRule.DocumentCitations, $"{path}.citations");
        }
    }

    private void RequireSource(JsonView block, string path)
    {
        if (!block["source"u8].IsObject)
        {
            notes.Wrong($"{path}.source", "must be an object");
        }
    }
}
