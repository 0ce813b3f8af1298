// Reads and writes the arguments of a call in the form that a dialect has them in.
using System.Buffers;
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>A JSON string that holds JSON in Chat and Responses, an object in Messages; the JSON itself is never changed.</summary>
internal static class ToolArguments
{
    /// <summary>
    /// Reads what the model gave, behind a name: the inside of a string. Some vendors give the JSON itself, which is taken as it is written;
    /// nothing of anything else.
    /// </summary>
    internal static ReadOnlySpan<byte> Read(scoped ref JsonReader reader)
    {
        var value = reader.ReadRaw();
        if (value is [(byte)'{' or (byte)'[', ..])
        {
            var escaped = new ArrayBufferWriter<byte>(value.Length);
            JsonEscaping.Escape(value, escaped);
            return escaped.WrittenSpan;
        }

        return value is [(byte)'"', .., (byte)'"'] ? value[1..^1] : default;
    }

    /// <summary>Writes a JSON string; no arguments are <c>{}</c>.</summary>
    internal static void WriteAsText(JsonOutput json, ReadOnlySpan<byte> arguments, TextForm form) =>
        WriteText(json, arguments.IsEmpty ? "{}"u8 : arguments, form);

    /// <summary>Writes a JSON string, such as the free text that a custom tool takes.</summary>
    internal static void WriteText(JsonOutput json, ReadOnlySpan<byte> text, TextForm form)
    {
        if (form == TextForm.Escaped)
        {
            json.Escaped(text);
        }
        else
        {
            json.Plain(text);
        }
    }

    /// <summary>
    /// Writes a JSON object. Text that is none goes as <c>{"_unparsed_arguments": "…"}</c>, since a refusal would end an agent's run over one
    /// bad call.
    /// </summary>
    /// <returns>False when it was none.</returns>
    internal static bool WriteAsObject(JsonOutput json, ReadOnlySpan<byte> arguments, TextForm form)
    {
        using var unescaped = new PooledBuffer();
        var plain = arguments;
        if (form == TextForm.Escaped && arguments.Contains((byte)'\\'))
        {
            JsonEscaping.Unescape(arguments, unescaped);
            plain = unescaped.WrittenSpan;
        }

        plain = plain.Trim(" \t\r\n"u8);
        if (plain.IsEmpty)
        {
            json.Raw("{}"u8);
            return true;
        }

        if (IsObject(plain))
        {
            json.Raw(plain);
            return true;
        }

        json.BeginObject();
        json.Name("_unparsed_arguments"u8);
        WriteAsText(json, arguments, form);
        json.EndObject();
        return false;
    }

    /// <summary>The first sign that is no white space, of a piece of arguments; 0 when there is none.</summary>
    internal static byte FirstSign(ReadOnlySpan<byte> piece, TextForm form)
    {
        var text = piece.TrimStart(" \t\r\n"u8);
        using var unescaped = new PooledBuffer();
        if (form == TextForm.Escaped && text is [(byte)'\\', ..])
        {
            JsonEscaping.Unescape(text, unescaped);
            text = unescaped.WrittenSpan.TrimStart(" \t\r\n"u8);
        }

        return text.IsEmpty ? (byte)0 : text[0];
    }

    /// <summary>True when the inside of a JSON string is one whole JSON object and nothing else.</summary>
    internal static bool IsEscapedObject(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'{', .., (byte)'}'])
        {
            return false;
        }

        using var unescaped = new PooledBuffer();
        JsonEscaping.Unescape(text, unescaped);
        return IsObject(unescaped.WrittenSpan);
    }

    /// <summary>True when it is one whole JSON object and nothing else.</summary>
    internal static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
