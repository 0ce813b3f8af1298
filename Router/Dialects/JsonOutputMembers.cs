// Writes members of objects from the neutral model's raw values.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A name and its value in one call; what is null is left out unless the method says otherwise.</summary>
internal static class JsonOutputMembers
{
    internal static void Text(this JsonOutput json, ReadOnlySpan<byte> name, RawText? text)
    {
        if (text is { } value)
        {
            json.Name(name);
            json.Escaped(value.Span);
        }
    }

    internal static void Raw(this JsonOutput json, ReadOnlySpan<byte> name, RawJson? raw)
    {
        if (raw is { } value)
        {
            json.Name(name);
            json.Raw(value.Span);
        }
    }

    internal static void Raw(this JsonOutput json, ReadOnlySpan<byte> name, RawNumber? number)
    {
        if (number is { } value)
        {
            json.Name(name);
            json.Raw(value.Span);
        }
    }

    /// <summary>Null is written as null.</summary>
    internal static void String(this JsonOutput json, ReadOnlySpan<byte> name, string? text)
    {
        json.Name(name);
        json.String(text);
    }

    /// <summary>A piece of a joined string.</summary>
    internal static void AppendPiece(this JsonOutput json, ReadOnlySpan<byte> text, TextForm form)
    {
        if (form == TextForm.Escaped)
        {
            json.AppendEscaped(text);
        }
        else
        {
            json.AppendPlain(text);
        }
    }

    /// <summary>A fixed word, ASCII that needs no escapes.</summary>
    internal static void Word(this JsonOutput json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> word)
    {
        json.Name(name);
        json.Escaped(word);
    }

    internal static void Number(this JsonOutput json, ReadOnlySpan<byte> name, long value)
    {
        json.Name(name);
        json.Number(value);
    }

    internal static void Bool(this JsonOutput json, ReadOnlySpan<byte> name, bool value)
    {
        json.Name(name);
        json.Bool(value);
    }

    internal static void Null(this JsonOutput json, ReadOnlySpan<byte> name)
    {
        json.Name(name);
        json.Null();
    }
}
