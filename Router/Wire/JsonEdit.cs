// One replacement inside a JSON text that is otherwise kept byte for byte.
namespace Router.Wire;

/// <summary>Puts <paramref name="Replacement"/> where <paramref name="Length"/> bytes from <paramref name="Start"/> stood.</summary>
/// <param name="Start">Offset in the original, in bytes.</param>
/// <param name="Length">Bytes of the original that go; 0 inserts.</param>
/// <param name="Replacement">The bytes that stand there instead; empty deletes.</param>
internal readonly record struct JsonEdit(int Start, int Length, ReadOnlyMemory<byte> Replacement)
{
    /// <summary>Offset in the original of the first byte that stays.</summary>
    internal int End => Start + Length;
}
