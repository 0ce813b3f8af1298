// Holds the framer to its laws on one input: nothing lost, nothing made up, and the same however the bytes are cut.
using Router.Wire;

namespace Router.Tests.Fuzz;

internal static class FramerCheck
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Null when the laws hold, else what does not.</summary>
    public static string? Fault(byte[] stream, Random random)
    {
        try
        {
            var whole = Read(stream, () => stream.Length);
            var single = Read(stream, () => 1);
            var cut = Read(stream, () => random.Next(1, 20));
            return !whole.SelectMany(frame => frame.Raw).SequenceEqual(stream) ? "the frames are not the stream"
                : Difference(whole, single) is { } bySingle ? "cut byte by byte: " + bySingle
                : Difference(whole, cut) is { } byCut ? "cut at random: " + byCut
                : null;
        }
        catch (Exception error)
        {
            return error.ToString();
        }
    }

    private static List<Frame> Read(byte[] stream, Func<int> size)
    {
        var frames = new List<Frame>();
        using var framer = new SseFramer(MostBytes);
        for (var at = 0; at < stream.Length;)
        {
            var count = Math.Min(size(), stream.Length - at);
            stream.AsSpan(at, count).CopyTo(framer.GetMemory(count).Span);
            framer.Advance(count);
            at += count;
            while (framer.TryRead(out var frame))
            {
                frames.Add(new Frame(frame));
            }
        }

        if (framer.TryReadRemainder(out var rest))
        {
            frames.Add(new Frame(rest));
        }

        return frames;
    }

    private static string? Difference(List<Frame> expected, List<Frame> actual)
    {
        if (expected.Count != actual.Count)
        {
            return $"{actual.Count} frames instead of {expected.Count}";
        }

        var at = expected.Zip(actual).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
        return at == expected.Count ? null : $"frame {at} differs";
    }

    /// <summary>A frame copied out of the framer's buffer.</summary>
    private sealed class Frame(SseFrame frame)
    {
        private readonly byte[] _data = frame.Data.ToArray();
        private readonly byte[] _eventName = frame.EventName.ToArray();
        private readonly bool _hasData = frame.HasData;
        private readonly bool _isComplete = frame.IsComplete;

        public byte[] Raw { get; } = frame.Raw.ToArray();

        public bool Equals(Frame other) =>
            Raw.AsSpan().SequenceEqual(other.Raw) && _data.AsSpan().SequenceEqual(other._data)
            && _eventName.AsSpan().SequenceEqual(other._eventName) && _hasData == other._hasData && _isComplete == other._isComplete;
    }
}
