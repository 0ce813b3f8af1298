// Of the two signatures that say the same, the one that is taken.
using System.Numerics;

namespace Router.Licensing;

/// <summary>With (R, S) also (R, n − S) verifies, and anyone can make it; only an S of at most n/2 is taken, so a file has one signature.</summary>
internal static class LowS
{
    private const int Half = 32;

    // The order of P-256.
    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    /// <summary>True for a signature whose S is at most n/2.</summary>
    internal static bool Holds(ReadOnlySpan<byte> signature) => S(signature) <= Order / 2;

    /// <summary>The same signature with the lower S.</summary>
    internal static byte[] Lower(byte[] signature) => Holds(signature) ? signature : Twin(signature);

    /// <summary>The other signature that says the same.</summary>
    internal static byte[] Twin(byte[] signature)
    {
        var twin = (byte[])signature.Clone();
        var s = (Order - S(signature)).ToByteArray(isUnsigned: true, isBigEndian: true);
        twin.AsSpan(Half).Clear();
        s.CopyTo(twin.AsSpan(signature.Length - s.Length));
        return twin;
    }

    private static BigInteger S(ReadOnlySpan<byte> signature) => new(signature[Half..], isUnsigned: true, isBigEndian: true);
}
