// The bytes of a row that the hash chain covers.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Router.Ledger;

/// <summary>
/// Chain format 1. <c>row_hash</c> is the lower-case hex of SHA-256 over, one after the other:
/// <list type="number">
/// <item>the 32 bytes of the hash of the row before (zeros before the first);</item>
/// <item>the usage row: byte <c>U</c>, then its columns in the table's order without <c>row_hash</c>;</item>
/// <item>each of its attempts in order: byte <c>A</c>, then its columns in the table's order.</item>
/// </list>
/// A column is byte 0 for NULL; byte 1 and 8 bytes for an integer; byte 2, 4 bytes of length and the UTF-8 bytes for a text. Numbers
/// are little-endian. A column that a later version adds is encoded behind the others only where it is not NULL, so that rows
/// written before it keep their hash. Any other type (which the tables refuse) is byte 3, so that it never equals a right value.
/// <para>What is bound to the insert statement is read back from these bytes: what is hashed is what is stored.</para>
/// </summary>
internal sealed class RowEncoder : IDisposable
{
    internal const int HashBytes = SHA256.HashSizeInBytes;
    internal const byte Null = 0;
    internal const byte Whole = 1;
    internal const byte Utf8 = 2;
    internal const byte Foreign = 3;

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[4096];
    private int _length;

    public void Dispose() => _sha.Dispose();

    /// <summary>The bytes of the first of <paramref name="columns"/>.</summary>
    internal static int SizeOf(ReadOnlySpan<byte> columns) => columns[0] switch
    {
        Whole => 1 + sizeof(long),
        Utf8 => 1 + sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(columns[1..]),
        _ => 1,
    };

    /// <summary>Begins a row that follows the one with hash <paramref name="previous"/>.</summary>
    internal void Begin(ReadOnlySpan<byte> previous)
    {
        previous.CopyTo(_buffer);
        _length = HashBytes;
    }

    /// <summary>Begins the columns of the usage row; returns the place for <see cref="From"/>.</summary>
    internal int BeginUsage() => BeginColumns((byte)'U');

    /// <summary>Begins the columns of an attempt; returns the place for <see cref="From"/>.</summary>
    internal int BeginAttempt() => BeginColumns((byte)'A');

    /// <summary>The encoded columns from a place on.</summary>
    internal ReadOnlySpan<byte> From(int place) => _buffer.AsSpan(place, _length - place);

    internal void Integer(long? value)
    {
        if (value is not { } known)
        {
            Room(1)[0] = Null;
            _length++;
            return;
        }

        var room = Room(1 + sizeof(long));
        room[0] = Whole;
        BinaryPrimitives.WriteInt64LittleEndian(room[1..], known);
        _length += 1 + sizeof(long);
    }

    internal void Text(string? value)
    {
        if (value is null)
        {
            Integer(null);
            return;
        }

        var room = Room(5 + (value.Length * 3));
        var written = Encoding.UTF8.GetBytes(value, room[5..]);
        room[0] = Utf8;
        BinaryPrimitives.WriteInt32LittleEndian(room[1..], written);
        _length += 5 + written;
    }

    internal void Text(ReadOnlySpan<byte> utf8)
    {
        var room = Room(5 + utf8.Length);
        room[0] = Utf8;
        BinaryPrimitives.WriteInt32LittleEndian(room[1..], utf8.Length);
        utf8.CopyTo(room[5..]);
        _length += 5 + utf8.Length;
    }

    /// <summary>A value of a type that no column has.</summary>
    internal void Unknown()
    {
        Room(1)[0] = Foreign;
        _length++;
    }

    /// <summary>The hash of all that was encoded since <see cref="Begin"/>.</summary>
    internal void Hash(Span<byte> hash)
    {
        _sha.AppendData(_buffer, 0, _length);
        _sha.GetHashAndReset(hash);
    }

    private int BeginColumns(byte tag)
    {
        Room(1)[0] = tag;
        return ++_length;
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }

        return _buffer.AsSpan(_length);
    }
}
