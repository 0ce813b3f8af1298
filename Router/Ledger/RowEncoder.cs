// The canonical bytes of a row, and the statement they are bound to.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// Appends the values of a usage row and of its attempts in column order. Canonical form of a value: <c>N</c> for NULL; <c>I</c> and 8
/// bytes big-endian for an integer; <c>T</c>, a length of 4 bytes big-endian and UTF-8 for text. The row's hash is SHA-256 over the hash of
/// the row before it (32 zero bytes for the first), the usage columns but <c>row_hash</c>, and the attempts in order. Used by one thread.
/// </summary>
internal sealed class RowEncoder
{
    private byte[] _bytes = new byte[8192];
    private int _length;
    private PreparedStatement? _statement;
    private int _position;

    /// <summary>Begins a row after the one with <paramref name="previousHash"/>.</summary>
    internal void Begin(ReadOnlySpan<byte> previousHash)
    {
        _length = 0;
        previousHash.CopyTo(Take(previousHash.Length));
    }

    /// <summary>From here on values are bound to <paramref name="statement"/> too; null binds nowhere.</summary>
    internal void BindTo(PreparedStatement? statement)
    {
        _statement = statement;
        _position = 0;
    }

    internal void Null()
    {
        Take(1)[0] = (byte)'N';
        _statement?.BindNull(++_position);
    }

    internal void Integer(long value)
    {
        var into = Take(9);
        into[0] = (byte)'I';
        BinaryPrimitives.WriteInt64BigEndian(into[1..], value);
        _statement?.Bind(++_position, value);
    }

    internal void Integer(long? value)
    {
        if (value is { } known)
        {
            Integer(known);
        }
        else
        {
            Null();
        }
    }

    internal void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        var into = Take(5 + count);
        into[0] = (byte)'T';
        BinaryPrimitives.WriteInt32BigEndian(into[1..], count);
        Encoding.UTF8.GetBytes(value, into[5..]);
        _statement?.Bind(++_position, into[5..]);
    }

    /// <summary>The hash of everything appended since <see cref="Begin"/>.</summary>
    internal void Hash(Span<byte> into) => SHA256.HashData(_bytes.AsSpan(0, _length), into);

    private Span<byte> Take(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
