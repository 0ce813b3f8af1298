// A growing buffer from the pool, for request bodies and unary answers.
using System.Buffers;

namespace Router.Wire;

/// <summary>
/// Bounded: when more than <c>maxBytes</c> were written, <see cref="IsOverflow"/> is set, nothing is kept any more and memory
/// stops growing. That is a state and not an exception, because a caller's body that is too large is nothing exceptional.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Smallest = 4096;

    /// <summary>A larger array is left to the collector: a pool would keep it for good.</summary>
    private const int LargestPooled = 8 * 1024 * 1024;

    private readonly int _maxBytes;
    private byte[] _bytes = [];
    private int _written;

    /// <param name="maxBytes">Most bytes that are kept.</param>
    internal PooledBuffer(int maxBytes = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        _maxBytes = maxBytes;
    }

    /// <summary>What was written; empty after an overflow. Good until the next write, <see cref="Reset"/> or <see cref="Dispose"/>.</summary>
    internal ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _written);

    /// <inheritdoc cref="WrittenMemory"/>
    internal ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _written);

    /// <summary>Bytes kept.</summary>
    internal int Length => _written;

    /// <summary>Bytes of memory it takes.</summary>
    internal int Capacity => _bytes.Length;

    /// <summary>More was written than is kept.</summary>
    internal bool IsOverflow { get; private set; }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (IsOverflow || count > _maxBytes - _written)
        {
            IsOverflow = true;
            _written = 0;
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _written);
        _written += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_written);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_written);
    }

    /// <summary>Copies <paramref name="bytes"/>; false when they do not fit, which is an overflow.</summary>
    internal bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (IsOverflow || bytes.Length > _maxBytes - _written)
        {
            IsOverflow = true;
            _written = 0;
            return false;
        }

        bytes.CopyTo(GetSpan(bytes.Length));
        _written += bytes.Length;
        return true;
    }

    /// <summary>Forgets what was written and keeps the memory.</summary>
    internal void Reset()
    {
        _written = 0;
        IsOverflow = false;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _written = 0;
        Return(bytes);
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Ensure(int free)
    {
        if (_bytes.Length - _written >= free)
        {
            return;
        }

        var wanted = Math.Max(Smallest, Math.Max((long)_written + free, Math.Min(2L * _bytes.Length, (long)_maxBytes + 1)));
        var size = (int)Math.Min(wanted, Array.MaxLength);
        var larger = size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        WrittenSpan.CopyTo(larger);
        Return(_bytes);
        _bytes = larger;
    }
}
