// Reads the fields of a journal region.
using System.Text;
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// The other half of <see cref="JournalWriter"/>. It is given only payloads whose checksum is right, so running off the end means
/// another version wrote them; that throws <see cref="IndexOutOfRangeException"/> or <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
internal ref struct JournalReader(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _at;

    internal byte Byte() => _payload[_at++];

    internal long Integer()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = _payload[_at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }
    }

    internal long? IntegerOrNull() => Byte() == 0 ? null : Integer();

    internal string? TextOrNull()
    {
        var written = _payload[_at] | (_payload[_at + 1] << 8);
        _at += 2;
        if (written == 0)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(_payload.Slice(_at, written - 1));
        _at += written - 1;
        return text;
    }

    internal string Text() => TextOrNull() ?? "";

    internal TokenUsage Usage() =>
        new(IntegerOrNull(), IntegerOrNull(), IntegerOrNull(), IntegerOrNull(), IntegerOrNull(), IntegerOrNull());
}
