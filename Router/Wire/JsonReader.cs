// Reads JSON token by token.
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Router.Wire;

/// <summary>
/// What <see cref="Utf8JsonReader"/> does for one whole text in memory, at a fraction of its time: no text in several pieces, no comments, no
/// options. It takes and refuses the same, token by token; a property of the tests holds the two against each other. That strings are UTF-8
/// is not its task, and nothing is decoded. What is not JSON (RFC 8259) or deeper than <see cref="MaxDepth"/> is a <see cref="JsonException"/>
/// with the place of the fault in bytes.
/// <para>A copy goes on by itself from where the copied one stood.</para>
/// </summary>
internal ref struct JsonReader
{
    /// <summary>A little deeper than what a body may be, so that whoever looks at depth finds it as a value.</summary>
    internal const int MaxDepth = JsonDocumentScan.MaxDepth + 2;

    private readonly ReadOnlySpan<byte> _json;
    private Kinds _outer;
    private int _depth;
    private bool _isInObject;
    private int _valueStart;
    private int _valueLength;

    internal JsonReader(ReadOnlySpan<byte> json) => _json = json;

    /// <summary>The kind of the present token; <see cref="JsonTokenType.None"/> before the first.</summary>
    internal JsonTokenType TokenType { get; private set; }

    /// <summary>Where the present token begins, its quote counted.</summary>
    internal int TokenStart { get; private set; }

    /// <summary>Behind the present token; behind the colon of a name.</summary>
    internal int Position { get; private set; }

    /// <summary>True for a name or string with an escape in it.</summary>
    internal bool ValueIsEscaped { get; private set; }

    /// <summary>How many objects and arrays the token stands in; the brackets of one stand outside it.</summary>
    internal readonly int Depth => TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? _depth - 1 : _depth;

    /// <summary>The token as it is written; of a name and a string the inside.</summary>
    internal readonly ReadOnlySpan<byte> ValueSpan => _json.Slice(_valueStart, _valueLength);

    /// <summary>True when the name or string equals <paramref name="plain"/>, which is ASCII, once decoded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly bool Is(ReadOnlySpan<byte> plain) =>
        ValueIsEscaped ? JsonText.EscapedEquals(ValueSpan, plain) : ValueSpan.SequenceEqual(plain);

    /// <summary>The same in small letters and capitals; <paramref name="plain"/> is in small ones.</summary>
    internal readonly bool IsInAnyCase(ReadOnlySpan<byte> plain) =>
        ValueIsEscaped ? JsonText.EscapedEquals(ValueSpan, plain, inAnyCase: true) : Ascii.EqualsIgnoreCase(ValueSpan, plain);

    /// <summary>Moves to the next token; false at the end of the text.</summary>
    internal bool Read()
    {
        var json = _json;
        var at = Visible(json, Position);
        if ((uint)at >= (uint)json.Length)
        {
            return IsOver(at);
        }

        var next = json[at];
        switch (TokenType)
        {
            case JsonTokenType.None or JsonTokenType.PropertyName:
                ReadValue(at, next);
                break;
            case JsonTokenType.StartObject when next != '}':
                ReadName(at, next);
                break;
            case JsonTokenType.StartArray when next != ']':
                ReadValue(at, next);
                break;
            case not (JsonTokenType.StartObject or JsonTokenType.StartArray) when next == ',' && _depth > 0:
                at = Visible(json, at + 1);
                next = (uint)at < (uint)json.Length ? json[at] : default;
                if (_isInObject)
                {
                    ReadName(at, next);
                }
                else
                {
                    ReadValue(at, next);
                }

                break;
            default:
                Close(at, next);
                break;
        }

        return true;
    }

    /// <summary>Moves from a name or an opening bracket to the end of its value; elsewhere it does nothing.</summary>
    internal void Skip()
    {
        if (TokenType == JsonTokenType.PropertyName)
        {
            Read();
        }

        if (TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            for (var outside = _depth - 1; _depth > outside;)
            {
                Read();
            }
        }
    }

    /// <summary>Moves to the next member's name; false at the end of the object, where the reader stays.</summary>
    internal bool NextMember() => Read() && TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to an array's next element; false at its end, where the reader stays.</summary>
    internal bool NextElement() => Read() && TokenType != JsonTokenType.EndArray;

    /// <summary>True when the reader stands on the wanted opening token; any other value is skipped.</summary>
    internal bool Enter(JsonTokenType opening)
    {
        if (TokenType == opening)
        {
            return true;
        }

        Skip();
        return false;
    }

    /// <summary>The inside of the string behind a name, as written; empty for anything else. Leaves the reader at the value's end.</summary>
    internal ReadOnlySpan<byte> ReadText()
    {
        Read();
        var text = TokenType == JsonTokenType.String ? ValueSpan : default;
        Skip();
        return text;
    }

    /// <summary>The value behind a name as it is written; empty for null. Leaves the reader at the value's end.</summary>
    internal ReadOnlySpan<byte> ReadRaw()
    {
        Read();
        var start = TokenStart;
        var isNull = TokenType == JsonTokenType.Null;
        Skip();
        return isNull ? default : Since(start);
    }

    /// <summary>What is written from a place up to the present position.</summary>
    internal readonly ReadOnlySpan<byte> Since(int start) => _json[start..Position];

    /// <summary>False when the number, on which the reader stands, is no whole one that fits.</summary>
    internal readonly bool TryGetInt64(out long value) =>
        Utf8Parser.TryParse(ValueSpan, out value, out var length) && length == _valueLength;

    /// <inheritdoc cref="TryGetInt64"/>
    internal readonly bool TryGetInt32(out int value) =>
        Utf8Parser.TryParse(ValueSpan, out value, out var length) && length == _valueLength;

    /// <summary>False when the number, on which the reader stands, does not fit.</summary>
    internal readonly bool TryGetDecimal(out decimal value) =>
        Utf8Parser.TryParse(ValueSpan, out value, out var length) && length == _valueLength;

    private readonly bool IsOver(int at)
    {
        if (_depth > 0 || TokenType == JsonTokenType.None)
        {
            Refuse(at);
        }

        return false;
    }

    private void ReadName(int at, byte next)
    {
        if (next != '"')
        {
            Refuse(at);
        }

        ReadString(at, JsonTokenType.PropertyName);
        var json = _json;
        at = Visible(json, Position);
        if ((uint)at >= (uint)json.Length || json[at] != ':')
        {
            Refuse(at);
        }

        Position = at + 1;
    }

    private void ReadValue(int at, byte next)
    {
        switch (next)
        {
            case (byte)'"':
                ReadString(at, JsonTokenType.String);
                break;
            case (byte)'{':
                Open(at, JsonTokenType.StartObject);
                break;
            case (byte)'[':
                Open(at, JsonTokenType.StartArray);
                break;
            case (byte)'t':
                ReadWord(at, "true"u8, JsonTokenType.True);
                break;
            case (byte)'f':
                ReadWord(at, "false"u8, JsonTokenType.False);
                break;
            case (byte)'n':
                ReadWord(at, "null"u8, JsonTokenType.Null);
                break;
            default:
                ReadNumber(at, next);
                break;
        }
    }

    private void ReadString(int at, JsonTokenType type)
    {
        var length = JsonText.LengthOf(_json[(at + 1)..], out var isEscaped);
        if (length < 0)
        {
            Refuse(at + 1 + ~length);
        }

        Stand(at, type, at + 1, length, at + length + 2);
        ValueIsEscaped = isEscaped;
    }

    private void ReadWord(int at, ReadOnlySpan<byte> word, JsonTokenType type)
    {
        if (!_json[at..].StartsWith(word))
        {
            Refuse(at + _json[at..].CommonPrefixLength(word));
        }

        Stand(at, type, at, word.Length, at + word.Length);
    }

    private void ReadNumber(int at, byte next)
    {
        var end = next == '-' ? at + 1 : at;
        end = end < _json.Length && _json[end] == '0' ? end + 1 : Digits(end);
        if (end < _json.Length && _json[end] == '.')
        {
            end = Digits(end + 1);
        }

        if (end < _json.Length && (_json[end] | 0x20) == 'e')
        {
            end++;
            end = Digits(end < _json.Length && _json[end] is (byte)'+' or (byte)'-' ? end + 1 : end);
        }

        if (end < _json.Length ? !IsBehindNumber(_json[end]) : _depth > 0)
        {
            Refuse(end);
        }

        Stand(at, JsonTokenType.Number, at, end - at, end);
    }

    /// <summary>The end of one digit or more.</summary>
    private readonly int Digits(int at)
    {
        var json = _json;
        var end = at;
        while ((uint)end < (uint)json.Length && (uint)(json[end] - '0') <= 9)
        {
            end++;
        }

        if (end == at)
        {
            Refuse(at);
        }

        return end;
    }

    private void Open(int at, JsonTokenType type)
    {
        if (_depth >= MaxDepth)
        {
            Refuse(at);
        }

        ref var outer = ref _outer[_depth >> 6];
        outer = (outer & ~(1UL << _depth)) | ((_isInObject ? 1UL : 0) << _depth);
        _depth++;
        _isInObject = type == JsonTokenType.StartObject;
        Stand(at, type, at, 1, at + 1);
    }

    private void Close(int at, byte next)
    {
        if (_depth == 0 || next != (_isInObject ? (byte)'}' : (byte)']'))
        {
            Refuse(at);
        }

        Stand(at, _isInObject ? JsonTokenType.EndObject : JsonTokenType.EndArray, at, 1, at + 1);
        _depth--;
        _isInObject = ((_outer[_depth >> 6] >> _depth) & 1) != 0;
    }

    private void Stand(int start, JsonTokenType type, int valueStart, int valueLength, int position) =>
        (TokenStart, TokenType, _valueStart, _valueLength, Position, ValueIsEscaped) = (start, type, valueStart, valueLength, position, false);

    /// <summary>The first byte from <paramref name="at"/> on that is no white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Visible(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length && json[at] > ' ' ? at : Behind(json, at);

    private static int Behind(ReadOnlySpan<byte> json, int space)
    {
        while (space < json.Length && json[space] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            space++;
        }

        return space;
    }

    private static bool IsBehindNumber(byte next) =>
        next is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'/';

    /// <summary>The whole text counts as one line.</summary>
    [DoesNotReturn]
    private static void Refuse(int at) => throw new JsonException(null, null, 0, at);

    /// <summary>A bit for each depth: whether that is inside an object.</summary>
    [InlineArray((MaxDepth + 63) / 64)]
    private struct Kinds
    {
        private ulong _bits;
    }
}
