// Numbers in the digits 0-9, A-Z, a-z.
using System.Buffers.Binary;

namespace Router.Callers;

/// <summary>Fixed-width base 62: letters and digits only, so that a token survives shells, URLs and a double click.</summary>
internal static class Base62
{
    /// <summary>All digits, in the order of their values.</summary>
    internal const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Writes 32 bytes as one big-endian number of 43 digits, the fewest that hold 256 bits.</summary>
    internal static void Write256(ReadOnlySpan<byte> number, Span<char> digits43)
    {
        Span<uint> limbs = stackalloc uint[8];
        for (var i = 0; i < limbs.Length; i++)
        {
            limbs[i] = BinaryPrimitives.ReadUInt32BigEndian(number[(4 * i)..]);
        }

        for (var at = 42; at >= 0; at--)
        {
            ulong remainder = 0;
            for (var i = 0; i < limbs.Length; i++)
            {
                var dividend = (remainder << 32) | limbs[i];
                limbs[i] = (uint)(dividend / 62);
                remainder = dividend % 62;
            }

            digits43[at] = Digits[(int)remainder];
        }

        limbs.Clear();
    }

    /// <summary>Writes 32 bits as 6 digits.</summary>
    internal static void Write32(uint number, Span<char> digits6)
    {
        for (var at = 5; at >= 0; at--)
        {
            digits6[at] = Digits[(int)(number % 62)];
            number /= 62;
        }
    }
}
