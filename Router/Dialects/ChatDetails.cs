// What a Chat service says of a model's thoughts in parts, as it wants them back.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// The elements of <c>reasoning_details</c>, which OpenRouter gives beside the text: the text again with its maker's signature, a summary, or
/// what only its maker can read. They go back (<see cref="ChatKept"/>) in their order and unaltered. In a stream the pieces of a text follow
/// one another as elements of one type and index; they are joined, and of their other members the last that is not null holds.
/// </summary>
internal sealed class ChatDetails : IDisposable
{
    /// <summary>No service gives an element that many; of what comes in pieces the further ones are left out.</summary>
    private const int MostMembers = 64;

    private readonly PooledBuffer _whole = new();

    // The element that may go on: its text with its escapes, and its other members with their names, as they are written.
    private readonly PooledBuffer _text = new();
    private readonly List<(byte[] Name, byte[] Value)> _others = [];
    private long _otherBytes;
    private byte[] _type = [];

    // Empty while the element has no text, which is not the same as an empty one.
    private byte[] _textName = [];

    /// <summary>Nothing waits to be kept.</summary>
    internal bool IsEmpty => _whole.Length == 0 && _type.Length == 0;

    /// <summary>Bytes that wait.</summary>
    internal long WaitingBytes => _whole.Length + _text.Length + _otherBytes;

    /// <summary>Takes a list of elements; anything else is nothing.</summary>
    /// <param name="list">A JSON value.</param>
    /// <param name="isWhole">Its elements are whole, each for itself.</param>
    internal void Take(ReadOnlySpan<byte> list, bool isWhole)
    {
        if (list is not [(byte)'[', ..])
        {
            return;
        }

        var reader = new JsonReader(list);
        reader.Read();
        while (reader.NextElement())
        {
            var start = reader.TokenStart;
            var inside = reader;
            reader.Skip();
            if (inside.TokenType == JsonTokenType.StartObject)
            {
                TakeOne(inside, reader.Since(start), isWhole);
            }
        }
    }

    /// <summary>Writes all that waits, separated by commas, and forgets it.</summary>
    internal void WriteTo(PooledBuffer payload)
    {
        Close();
        payload.TryWrite(_whole.WrittenSpan);
        _whole.Reset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole.Dispose();
        _text.Dispose();
    }

    private void TakeOne(JsonReader members, ReadOnlySpan<byte> raw, bool isWhole)
    {
        var type = ValueOf(members, "type"u8);
        var textName = type.SequenceEqual("\"reasoning.text\""u8) ? "text"u8 : type.SequenceEqual("\"reasoning.summary\""u8) ? "summary"u8 : default;
        if (isWhole || textName.IsEmpty)
        {
            Close();
            Add(raw);
            return;
        }

        if (!type.SequenceEqual(_type) || !ValueOf(members, "index"u8).SequenceEqual(Other("index"u8)))
        {
            Close();
            _type = type.ToArray();
        }

        while (members.NextMember())
        {
            if (members.Is(textName))
            {
                if (members.ReadRaw() is [(byte)'"', .. var text, (byte)'"'])
                {
                    _textName = _textName.Length > 0 ? _textName : textName.ToArray();
                    _text.TryWrite(text);
                }
            }
            else if (members.Is("type"u8))
            {
                members.Skip();
            }
            else
            {
                var name = members.ValueSpan;
                Note(name, members.ReadRaw());
            }
        }
    }

    private static ReadOnlySpan<byte> ValueOf(JsonReader members, ReadOnlySpan<byte> name)
    {
        while (members.NextMember())
        {
            if (members.Is(name))
            {
                return members.ReadRaw();
            }

            members.Skip();
        }

        return default;
    }

    private ReadOnlySpan<byte> Other(ReadOnlySpan<byte> name)
    {
        foreach (var other in _others)
        {
            if (name.SequenceEqual(other.Name))
            {
                return other.Value;
            }
        }

        return default;
    }

    /// <param name="name">As it is written.</param>
    /// <param name="value">Empty for null.</param>
    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }

        for (var at = 0; at < _others.Count; at++)
        {
            if (name.SequenceEqual(_others[at].Name))
            {
                if (!value.SequenceEqual(_others[at].Value))
                {
                    _otherBytes += value.Length - _others[at].Value.Length;
                    _others[at] = (_others[at].Name, value.ToArray());
                }

                return;
            }
        }

        if (_others.Count < MostMembers)
        {
            _otherBytes += name.Length + value.Length;
            _others.Add((name.ToArray(), value.ToArray()));
        }
    }

    /// <summary>The element that might have gone on is whole.</summary>
    private void Close()
    {
        if (_type.Length == 0)
        {
            return;
        }

        Separate();
        _whole.TryWrite("{\"type\":"u8);
        _whole.TryWrite(_type);
        if (_textName.Length > 0)
        {
            Name(_textName);
            _whole.TryWrite("\""u8);
            _whole.TryWrite(_text.WrittenSpan);
            _whole.TryWrite("\""u8);
        }

        foreach (var (name, value) in _others)
        {
            Name(name);
            _whole.TryWrite(value);
        }

        _whole.TryWrite("}"u8);
        _type = [];
        _textName = [];
        _text.Reset();
        _others.Clear();
        _otherBytes = 0;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        _whole.TryWrite(",\""u8);
        _whole.TryWrite(name);
        _whole.TryWrite("\":"u8);
    }

    private void Add(ReadOnlySpan<byte> raw)
    {
        Separate();
        _whole.TryWrite(raw);
    }

    private void Separate()
    {
        if (_whole.Length > 0)
        {
            _whole.TryWrite(","u8);
        }
    }
}
