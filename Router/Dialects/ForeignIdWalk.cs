// Gathers the ids of a request while one of the dialects' readers walks over it.
using System.Text;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Readers go by position (input items, content parts, tools), never by a name at any depth: what stands in a tool's arguments or
/// schema is the caller's own. Names count in capitals too: there are servers that take them for small letters. Nothing is allocated
/// until there is an id.
/// </summary>
internal struct ForeignIdWalk
{
    /// <summary>The most ids of one request. A client that refers to each item of a long run needs some hundreds.</summary>
    internal const int Most = 1024;

    private List<ForeignId>? _found;
    private int _origin;
    private bool _hasMore;

    /// <summary>
    /// A quick look that lets most requests pass: false when <paramref name="json"/> cannot hold a member whose name begins with
    /// <paramref name="part"/>. A letter may also be written as an escape, so those of ASCII must be looked into.
    /// </summary>
    internal static bool MayName(ReadOnlySpan<byte> json, ReadOnlySpan<byte> part) => HasPlainName(json, part) || JsonText.HasEscapedAscii(json);

    /// <summary>The same for a name without escapes.</summary>
    /// <param name="part">In small letters; with the quote behind it, it is the whole name.</param>
    internal static bool HasPlainName(ReadOnlySpan<byte> json, ReadOnlySpan<byte> part) =>
        HasPlainName(json, part, part[0]) || HasPlainName(json, part, (byte)char.ToUpperInvariant((char)part[0]));

    private static bool HasPlainName(ReadOnlySpan<byte> json, ReadOnlySpan<byte> part, byte first)
    {
        ReadOnlySpan<byte> begin = [(byte)'"', first];
        for (var at = json.IndexOf(begin); at >= 0; at = json.IndexOf(begin))
        {
            json = json[(at + 1)..];
            if (json.Length >= part.Length && Ascii.EqualsIgnoreCase(json[..part.Length], part))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A reader on a top-level member's value.</summary>
    internal JsonReader Begin(in RequestMembers members, in TopLevelMember member)
    {
        _origin = member.ValueStart;
        var reader = new JsonReader(member.ValueIn(members.Body));
        reader.Read();
        return reader;
    }

    /// <summary>What was found; false with an error when that is too much.</summary>
    internal readonly bool Complete(ref RouterError? error, out IReadOnlyList<ForeignId> ids)
    {
        ids = _found ?? (IReadOnlyList<ForeignId>)[];
        if (_hasMore)
        {
            error = new RouterError(
                ErrorCode.UnsupportedParameter, $"The body has more than {Most} ids of what a provider keeps; so many are not looked up.");
        }

        return !_hasMore;
    }

    /// <summary>Takes the value that the reader stands on; null is as good as absent.</summary>
    internal void Add(StoredIdKind kind, ref JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            _hasMore |= _found?.Count >= Most;
            if (!_hasMore)
            {
                var value = reader.TokenType == JsonTokenType.String ? JsonText.Decode(reader.ValueSpan) : "";
                (_found ??= []).Add(new ForeignId(kind, value, _origin + reader.TokenStart));
            }
        }

        reader.Skip();
    }

    /// <summary>Takes a value that is an id or an object with one.</summary>
    internal void AddOrMember(StoredIdKind kind, ref JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Add(kind, ref reader);
            return;
        }

        while (reader.NextMember())
        {
            var isId = reader.IsInAnyCase(name);
            if (isId || !TryReadOwn(ref reader))
            {
                reader.Read();
                if (isId)
                {
                    Add(kind, ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    /// <summary>Reads an object that names files or a container in members of its own, such as a content part or an environment.</summary>
    internal void ReadHolder(ref JsonReader reader)
    {
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return;
        }

        while (reader.NextMember())
        {
            if (!TryReadOwn(ref reader))
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Takes the member whose name the reader stands on when it is <c>file_id</c>, <c>file_ids</c> or <c>container_id</c>.</summary>
    internal bool TryReadOwn(ref JsonReader reader)
    {
        if (reader.IsInAnyCase("file_id"u8))
        {
            reader.Read();
            Add(StoredIdKind.File, ref reader);
            return true;
        }

        if (reader.IsInAnyCase("container_id"u8))
        {
            reader.Read();
            Add(StoredIdKind.Container, ref reader);
            return true;
        }

        if (!reader.IsInAnyCase("file_ids"u8))
        {
            return false;
        }

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Add(StoredIdKind.File, ref reader);
            return true;
        }

        while (reader.NextElement())
        {
            Add(StoredIdKind.File, ref reader);
        }

        return true;
    }
}
