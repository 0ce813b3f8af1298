// Writes JSON from values and from pieces that are JSON already.
using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace Router.Wire;

/// <summary>
/// Unlike <c>Utf8JsonWriter</c> it takes the inside of a string as it was escaped elsewhere, and joins a string from several pieces, so
/// that text is copied and not decoded. It checks nothing: the caller writes names before values and closes what it opened. One instance
/// writes one document after another to the same output; it allocates nothing.
/// </summary>
/// <param name="output">Where it goes.</param>
/// <param name="oneLine">True inside an event of a stream: line ends in raw JSON, which can only be white space, become spaces.</param>
internal sealed class JsonOutput(IBufferWriter<byte> output, bool oneLine = false)
{
    private const int LargePiece = 2048;

    private bool _needsComma;

    internal void BeginObject() => Open((byte)'{');

    internal void EndObject() => Close((byte)'}');

    internal void BeginArray() => Open((byte)'[');

    internal void EndArray() => Close((byte)']');

    /// <summary>The name of the next value; ASCII that needs no escapes.</summary>
    internal void Name(ReadOnlySpan<byte> name)
    {
        var at = _needsComma ? 1 : 0;
        var span = output.GetSpan(at + name.Length + 3);
        span[0] = (byte)',';
        span[at] = (byte)'"';
        name.CopyTo(span[(at + 1)..]);
        span[at + name.Length + 1] = (byte)'"';
        span[at + name.Length + 2] = (byte)':';
        output.Advance(at + name.Length + 3);
        _needsComma = false;
    }

    /// <summary>JSON as it is: one value, or several with commas between, or nothing.</summary>
    internal void Raw(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return;
        }

        while (oneLine && json.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var lineEnd)
        {
            Put([], json[..lineEnd], " "u8);
            _needsComma = false;
            json = json[(lineEnd + 1)..];
        }

        Put([], json, []);
        _needsComma = true;
    }

    /// <summary>A string whose inside is escaped already.</summary>
    internal void Escaped(ReadOnlySpan<byte> inside)
    {
        Put("\""u8, inside, "\""u8);
        _needsComma = true;
    }

    /// <summary>A string whose inside is still to be escaped.</summary>
    internal void Plain(ReadOnlySpan<byte> utf8)
    {
        BeginText();
        JsonEscaping.Escape(utf8, output);
        EndText();
    }

    /// <summary>A string; null becomes null. Half a surrogate pair becomes an escape.</summary>
    internal void String(string? text)
    {
        if (text is null)
        {
            Null();
            return;
        }

        BeginText();
        AppendText(text);
        EndText();
    }

    /// <summary>Begins a string that is joined from pieces.</summary>
    internal void BeginText()
    {
        Put("\""u8, [], []);
        _needsComma = false;
    }

    /// <summary>A piece of a joined string that is escaped already.</summary>
    internal void AppendEscaped(ReadOnlySpan<byte> inside) => output.Write(inside);

    /// <summary>A piece of a joined string that is still to be escaped.</summary>
    internal void AppendPlain(ReadOnlySpan<byte> utf8) => JsonEscaping.Escape(utf8, output);

    /// <inheritdoc cref="AppendPlain"/>
    internal void AppendText(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[256];
        while (!text.IsEmpty)
        {
            var status = Utf8.FromUtf16(text, utf8, out var read, out var written, replaceInvalidSequences: false);
            JsonEscaping.Escape(utf8[..written], output);
            text = text[read..];
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData)
            {
                AppendUnit(text[0]);
                text = text[1..];
            }
        }
    }

    /// <summary>Ends a joined string.</summary>
    internal void EndText()
    {
        output.Write("\""u8);
        _needsComma = true;
    }

    internal void Number(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var written);
        Put([], digits[..written], []);
        _needsComma = true;
    }

    /// <summary>Writes nothing but the digits.</summary>
    internal static void WriteNumber(IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    internal void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    internal void Null() => Raw("null"u8);

    /// <summary>Forgets that anything was written: what comes next begins a new document.</summary>
    internal void Reset() => _needsComma = false;

    private void AppendUnit(char unit)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        output.Write(
            [(byte)'\\', (byte)'u', digits[unit >> 12], digits[(unit >> 8) & 15], digits[(unit >> 4) & 15], digits[unit & 15]]);
    }

    private void Open(byte bracket)
    {
        Put([bracket], [], []);
        _needsComma = false;
    }

    private void Close(byte bracket)
    {
        output.Write([bracket]);
        _needsComma = true;
    }

    /// <summary>The comma that is due and three pieces, as one write: calls through the interface cost more than the bytes.</summary>
    private void Put(ReadOnlySpan<byte> before, ReadOnlySpan<byte> inside, ReadOnlySpan<byte> after)
    {
        if (inside.Length > LargePiece)
        {
            // Not in one piece: the output need not have that much room at once.
            Put(before, [], []);
            output.Write(inside);
            output.Write(after);
            return;
        }

        var at = _needsComma ? 1 : 0;
        var length = at + before.Length + inside.Length + after.Length;
        var span = output.GetSpan(length);
        span[0] = (byte)',';
        before.CopyTo(span[at..]);
        inside.CopyTo(span[(at + before.Length)..]);
        after.CopyTo(span[(at + before.Length + inside.Length)..]);
        output.Advance(length);
    }
}
