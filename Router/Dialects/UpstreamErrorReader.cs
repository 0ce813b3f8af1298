// Reads an upstream's error, whatever shape a vendor gives it.
using System.Text;
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Known shapes: the OpenAI and Anthropic envelopes, <c>error</c> as a string, <c>code</c> as a number, <c>detail</c> as a
/// string or a list, an array around it all, flat members, OpenRouter's <c>metadata.raw</c> with the words of the service behind it, an HTML
/// page, plain text, nothing.
/// </summary>
internal static class UpstreamErrorReader
{
    private const int MostBytesOfText = 16 * 1024;

    /// <summary>Reads the body of an answer that is not 200; the type falls back to what the status means.</summary>
    internal static UpstreamErrorFacts Read(int status, ReadOnlySpan<byte> body)
    {
        var facts = ReadDocument(body) ?? new UpstreamErrorFacts(TextOf(body));
        return facts.Type is null ? facts with { Type = TypeOf(status) } : facts;
    }

    /// <summary>Reads a whole document that is known to be an error; null when it is not JSON or says nothing.</summary>
    internal static UpstreamErrorFacts? ReadDocument(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new JsonReader(json);
            if (json.IsEmpty || !reader.Read())
            {
                return null;
            }

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Read();
            }

            return ReadValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads the error that the reader stands on, a string or an object, and leaves the reader at its end; null when it says
    /// nothing (null, false, an empty object).
    /// </summary>
    internal static UpstreamErrorFacts? ReadValue(ref JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Bounded(reader) is { Length: > 0 } text ? new UpstreamErrorFacts(text) : null;
        }

        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return null;
        }

        string? message = null, type = null, code = null, param = null, raw = null;
        UpstreamErrorFacts? inner = null;
        while (reader.NextMember())
        {
            if (reader.Is("error"u8))
            {
                reader.Read();
                inner = ReadValue(ref reader);
            }
            else if (reader.Is("message"u8) || reader.Is("detail"u8) || reader.Is("msg"u8)
                || reader.Is("error_description"u8))
            {
                reader.Read();
                message ??= FirstText(ref reader);
            }
            else if (reader.Is("metadata"u8))
            {
                reader.Read();
                raw = ReadRaw(ref reader);
            }
            else if (reader.Is("type"u8))
            {
                type = ReadScalar(ref reader);
            }
            else if (reader.Is("code"u8))
            {
                code = ReadScalar(ref reader);
            }
            else if (reader.Is("param"u8))
            {
                param = ReadScalar(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        message = message is null ? raw : raw is null ? message : Clean($"{message}: {raw}");
        if (inner is not null)
        {
            // The outer type of an Anthropic envelope is the word "error" and says nothing.
            return inner with { Message = inner.Message ?? message, Code = inner.Code ?? code, Param = inner.Param ?? param };
        }

        return message is null && type is null && code is null ? null : new UpstreamErrorFacts(message, type, code, param);
    }

    /// <summary>The type that a status stands for (mapping 5.1), when the vendor names none.</summary>
    internal static string TypeOf(int status) => status switch
    {
        402 => "insufficient_quota",
        403 => "permission_error",
        408 => "server_error",
        429 => "rate_limit_exceeded",
        >= 400 and < 500 => "invalid_request_error",
        _ => "server_error",
    };

    /// <summary>What a service behind the upstream said, from a text that may be its whole error.</summary>
    private static string? ReadRaw(ref JsonReader reader)
    {
        string? said = null;
        if (!reader.Enter(JsonTokenType.StartObject))
        {
            return null;
        }

        while (reader.NextMember())
        {
            if (!reader.Is("raw"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MostBytesOfText)
            {
                var text = Encoding.UTF8.GetBytes(JsonText.Decode(reader.ValueSpan));
                said = ReadDocument(text)?.Message ?? TextOf(text);
            }

            reader.Skip();
        }

        return said;
    }

    private static string? ReadScalar(ref JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Bounded(reader) : null;
        reader.Skip();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The first text in a value: itself, or inside a list of validation errors the first <c>msg</c> or <c>message</c>.</summary>
    private static string? FirstText(ref JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return reader.TokenType == JsonTokenType.String && Bounded(reader) is { Length: > 0 } text ? text : null;
        }

        string? found = null;
        var outer = reader.Depth;
        var isMessage = reader.TokenType == JsonTokenType.StartArray;
        while (reader.Read() && reader.Depth > outer)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                isMessage = reader.Is("msg"u8) || reader.Is("message"u8);
            }
            else if (reader.TokenType == JsonTokenType.String && isMessage)
            {
                found ??= Bounded(reader);
            }
        }

        return found;
    }

    private static string Bounded(in JsonReader reader) =>
        Clean(JsonText.Decode(reader.ValueSpan.Length <= MostBytesOfText ? reader.ValueSpan : WholeEscapes(reader.ValueSpan[..MostBytesOfText])));

    /// <summary>Cuts before a last escape that is incomplete: it is where a string that has no end is found to be none.</summary>
    private static ReadOnlySpan<byte> WholeEscapes(ReadOnlySpan<byte> raw) => raw[..~JsonText.LengthOf(raw, out _)];

    private static string? TextOf(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostBytesOfText)]).Trim();
        if (!text.StartsWith('<'))
        {
            return text.Length == 0 ? null : Clean(text);
        }

        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = text.IndexOf("</title>", StringComparison.OrdinalIgnoreCase);
        return start >= 0 && end > start + 7 ? Clean(text[(start + 7)..end]) : null;
    }

    private static string Clean(string text)
    {
        var bounded = text.AsSpan(0, Math.Min(text.Length, UpstreamErrorFacts.MaxMessageLength));
        var clean = new StringBuilder(bounded.Length);
        foreach (var rune in bounded.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }
}
