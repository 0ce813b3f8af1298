// Values of a request that must be of one type.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>A value of another type is noted as wrong, and read as absent.</summary>
internal static class RequestValues
{
    /// <summary>A name, an id or a word, decoded.</summary>
    internal static string? Word(this ReadingNotes notes, JsonView value, string path)
    {
        if (value.IsText)
        {
            return value.Decoded;
        }

        notes.Wrong(path, "must be a string");
        return null;
    }

    /// <summary>A text as it was written.</summary>
    internal static RawText? Text(this ReadingNotes notes, JsonView value, string path)
    {
        if (value.IsText)
        {
            return value.Text;
        }

        notes.Wrong(path, "must be a string");
        return null;
    }

    /// <summary>The texts of a list.</summary>
    internal static ImmutableArray<RawText> Texts(this ReadingNotes notes, JsonView list, string path, string must = "must be an array of strings")
    {
        if (!list.IsArray)
        {
            notes.Wrong(path, must);
        }

        var texts = ImmutableArray.CreateBuilder<RawText>(list.Count);
        foreach (var item in list.Items)
        {
            if (notes.Text(item, path + "[]") is { } text)
            {
                texts.Add(text);
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>Content that is no list of parts: a text, or nothing.</summary>
    internal static ImmutableArray<TurnPart> TextAsParts(this ReadingNotes notes, JsonView content, string path)
    {
        if (content is { IsText: false, IsAbsent: false })
        {
            notes.Wrong(path, "must be a string or an array");
        }

        return content is { IsText: true, Text: { IsEmpty: false } text } ? [new TurnPart.Text(text)] : [];
    }

    /// <summary>Notes a part of content that has no place: sound, or what nobody knows.</summary>
    internal static void UnreadPart(this ReadingNotes notes, JsonView type, string path)
    {
        if (type.Is("input_audio"u8))
        {
            notes.Unread(LossRule.AudioIn, path + ".input_audio");
        }
        else if (notes.Word(type, path + ".type") is not null)
        {
            notes.Unread(LossRule.UnknownPart, path);
        }
    }

    internal static RawNumber? Number(this ReadingNotes notes, JsonView value, string path)
    {
        if (value.IsNumber)
        {
            return value.Number;
        }

        notes.Wrong(path, "must be a number");
        return null;
    }

    /// <summary>Absent is false.</summary>
    internal static bool Flag(this ReadingNotes notes, JsonView value, string path)
    {
        if (!value.IsTrue && !value.IsFalse && !value.IsAbsent)
        {
            notes.Wrong(path, "must be true or false");
        }

        return value.IsTrue;
    }

    /// <summary>Of another type its members would be passed over, and nobody would be told.</summary>
    internal static void WantObject(this ReadingNotes notes, JsonView value, string path)
    {
        if (!value.IsObject && !value.IsAbsent)
        {
            notes.Wrong(path, "must be an object");
        }
    }

    /// <summary>As <see cref="WantObject"/>, for a list.</summary>
    internal static void WantArray(this ReadingNotes notes, JsonView value, string path)
    {
        if (!value.IsArray && !value.IsAbsent)
        {
            notes.Wrong(path, "must be an array");
        }
    }

    /// <summary>The two forms of a free-form tool's text that all who have such tools know.</summary>
    internal static void WantGrammarOrText(this ReadingNotes notes, JsonView type, string path)
    {
        if (!type.Is("grammar"u8) && !type.Is("text"u8))
        {
            notes.Unread(LossRule.UnknownValue, path);
        }
    }

    /// <summary>Notes a member that nobody knows, unless it is null.</summary>
    internal static void Unknown(this ReadingNotes notes, JsonMember member, string parent)
    {
        if (!member.Value.IsAbsent)
        {
            notes.Unread(LossRule.UnknownField, FieldPath.Of(parent, member.RawName));
        }
    }

    /// <summary>Notes every member of an object that is not among the names in <paramref name="known"/>, which have blanks between them.</summary>
    internal static void UnknownBut(this ReadingNotes notes, ReadOnlySpan<byte> known, JsonView value, string path)
    {
        foreach (var member in value.Members)
        {
            if (!member.IsAmong(known))
            {
                notes.Unknown(member, path);
            }
        }
    }

    /// <summary>True when the member has one of the names, which have blanks between them.</summary>
    internal static bool IsAmong(this JsonMember member, ReadOnlySpan<byte> names)
    {
        foreach (var name in names.Split((byte)' '))
        {
            if (member.Is(names[name]))
            {
                return true;
            }
        }

        return false;
    }
}
