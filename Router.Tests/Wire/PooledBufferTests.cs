// A buffer that grows up to its bound and says when it was reached.
using System.Buffers;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class PooledBufferTests
{
    [Property(MaxTest = 200)]
    public void What_was_written_is_what_is_read(byte[][] pieces)
    {
        using var buffer = new PooledBuffer();
        var expected = new List<byte>();
        foreach (var piece in (pieces ?? []).Select(piece => piece ?? []))
        {
            var copies = Enumerable.Repeat(piece, 200).SelectMany(bytes => bytes).ToArray();
            buffer.Write(copies);
            buffer.TryWrite(piece).Should().BeTrue();
            expected.AddRange(copies);
            expected.AddRange(piece);
        }

        buffer.WrittenSpan.ToArray().Should().Equal(expected);
        buffer.Length.Should().Be(expected.Count);
    }

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    public void The_bound_is_exact_and_reported_without_an_exception(int bytes, bool overflows)
    {
        using var buffer = new PooledBuffer(maxBytes: 10_000);
        for (var left = bytes; left > 0;)
        {
            var step = Math.Min(left, buffer.GetMemory(777).Length);
            buffer.Advance(step);
            left -= step;
        }

        buffer.IsOverflow.Should().Be(overflows);
        buffer.Length.Should().Be(overflows ? 0 : bytes);
        using var second = new PooledBuffer(maxBytes: 10_000);
        second.TryWrite(new byte[bytes]).Should().Be(!overflows);
    }

    [Fact]
    public void After_an_overflow_memory_does_not_grow_and_nothing_is_kept()
    {
        using var buffer = new PooledBuffer(maxBytes: 5000);
        for (var i = 0; i < 1000; i++)
        {
            buffer.GetMemory(4096).Length.Should().BeLessThan(32 * 1024);
            buffer.Advance(4096);
        }

        buffer.TryWrite("x"u8).Should().BeFalse();
        buffer.WrittenMemory.IsEmpty.Should().BeTrue();
        buffer.Reset();
        buffer.TryWrite("x"u8).Should().BeTrue();
        buffer.IsOverflow.Should().BeFalse();
    }
}
