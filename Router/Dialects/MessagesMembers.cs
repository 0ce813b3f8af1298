// Members of a Messages request that must be of one type.
using Router.Inference;

namespace Router.Dialects;

/// <summary>A value of another type is noted as wrong, and read as absent.</summary>
internal static class MessagesMembers
{
    /// <summary>A name, an id or a word, decoded.</summary>
    internal static string? Word(JsonView value, string path, ReadingNotes notes)
    {
        if (value.IsText)
        {
            return value.Decoded;
        }

        notes.Wrong(path, "must be a string");
        return null;
    }

    /// <summary>A text as it was written.</summary>
    internal static RawText? Text(JsonView value, string path, ReadingNotes notes)
    {
        if (value.IsText)
        {
            return value.Text;
        }

        notes.Wrong(path, "must be a string");
        return null;
    }

    internal static RawNumber? Number(JsonView value, string path, ReadingNotes notes)
    {
        if (value.IsNumber)
        {
            return value.Number;
        }

        notes.Wrong(path, "must be a number");
        return null;
    }

    internal static bool Flag(JsonView value, string path, ReadingNotes notes)
    {
        if (!value.IsTrue && !value.IsFalse && !value.IsAbsent)
        {
            notes.Wrong(path, "must be true or false");
        }

        return value.IsTrue;
    }

    /// <summary>Notes a member that nobody knows, unless it is null.</summary>
    internal static void Unknown(JsonMember member, string parent, ReadingNotes notes)
    {
        if (!member.Value.IsAbsent)
        {
            notes.Unread(LossRule.UnknownField, FieldPath.Of(parent, member.RawName));
        }
    }
}
