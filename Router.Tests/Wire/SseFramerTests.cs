// Holds the framer against the rules, against itself cut differently, and against the bytes that came in.
using System.Text;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Wire;
using Xunit;

namespace Router.Tests.Wire;

public sealed class SseFramerTests
{
    private static readonly string[] Pieces =
    [
        "\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n", "data:", "data: ", "data", "data:  two", "event: error", "event:", ": comment", ":",
        "id: 7", "retry: 10", "datax: no", "x", "é", "😀", "{\"a\":1}", "[DONE]", " ", "\uFEFF", "data: a\n", "data: b\r\n", "data:c\r",
    ];

    [Property(MaxTest = 1000, EndSize = 60)]
    public void Any_bytes_cut_anywhere_give_the_frames_that_the_rules_give(byte[] picks, byte[] cuts)
    {
        var input = Compose(picks);
        Frames(input, cuts).Should().Equal(SseReference.Parse(input));
    }

    [Property(MaxTest = 300, EndSize = 60)]
    public void The_raw_bytes_of_all_frames_are_the_stream(byte[] picks, byte[] cuts)
    {
        var input = Compose(picks);
        Encoding.Latin1.GetBytes(string.Concat(Frames(input, cuts).Select(frame => frame.Raw))).Should().Equal(input);
    }

    [Fact]
    public void Every_single_cut_of_a_stream_gives_the_same_frames()
    {
        var input = Encoding.UTF8.GetBytes(
            "\uFEFF: PROCESSING\r\n\r\nretry: 3\nid: 1\ndata:{\"t\":\"ü😀\"}\n\nevent: x\rdata: a\rdata\r\ndata: b\r\r\n\ndata: [DONE]\n");
        var expected = SseReference.Parse(input);
        for (var cut = 0; cut <= input.Length; cut++)
        {
            Frames(input, [(byte)cut, 255]).Should().Equal(expected);
        }

        Frames(input, [1]).Should().Equal(expected, "one byte at a time is a cut too");
    }

    [Fact]
    public void A_fill_to_the_brim_makes_room_for_a_burst_once_and_loses_nothing()
    {
        using var framer = new SseFramer();
        var line = "data: "u8.ToArray().Concat(Enumerable.Repeat((byte)'x', 20_000)).Concat("\n\n"u8.ToArray()).ToArray();
        var small = framer.GetMemory().Length;
        line.AsSpan(0, small).CopyTo(framer.GetMemory().Span);
        framer.Advance(small);
        var large = framer.GetMemory();
        line.AsSpan(small).CopyTo(large.Span);
        framer.Advance(line.Length - small);

        framer.TryRead(out var frame).Should().BeTrue();
        frame.Raw.SequenceEqual(line).Should().BeTrue();
        (small + large.Length).Should().BeGreaterThanOrEqualTo(64 * 1024);
        framer.GetMemory(large.Length).Length.Should().Be(small + large.Length, "the buffer is kept and grows no more");
    }

    [Fact]
    public void A_byte_order_mark_is_a_frame_of_its_own()
    {
        using var framer = Filled("\uFEFFdata: a\n\n");
        framer.TryRead(out var mark).Should().BeTrue();
        mark.IsByteOrderMark.Should().BeTrue();
        framer.TryRead(out var frame).Should().BeTrue();
        frame.IsByteOrderMark.Should().BeFalse();
        Encoding.UTF8.GetString(frame.Data).Should().Be("a");
    }

    [Fact]
    public void A_carriage_return_at_the_end_of_the_bytes_waits_for_its_line_feed()
    {
        using var framer = Filled("data: a\r\n\r");
        framer.TryRead(out _).Should().BeFalse();
        Fill(framer, "\n"u8);
        framer.TryRead(out var frame).Should().BeTrue();
        frame.Raw.Length.Should().Be(11);
        framer.BufferedBytes.Should().Be(0);
    }

    [Fact]
    public void What_has_no_blank_line_at_the_end_is_given_out_as_incomplete()
    {
        using var framer = Filled("data: a\n\ndata: b");
        framer.TryRead(out var whole).Should().BeTrue();
        whole.IsComplete.Should().BeTrue();
        framer.TryRead(out _).Should().BeFalse();
        framer.TryReadRemainder(out var rest).Should().BeTrue();
        rest.IsComplete.Should().BeFalse();
        Encoding.UTF8.GetString(rest.Data).Should().Be("b");
        framer.TryReadRemainder(out _).Should().BeFalse();
    }

    [Fact]
    public void A_byte_of_joined_data_is_found_again_in_the_raw_frame()
    {
        using var framer = Filled(": c\r\ndata: {\"a\":\r\nevent: e\r\ndata:\"b\"}\r\n\r\n");
        framer.TryRead(out var frame).Should().BeTrue();
        Encoding.UTF8.GetString(frame.Data).Should().Be("{\"a\":\n\"b\"}");
        for (var offset = 0; offset < frame.Data.Length; offset++)
        {
            if (frame.Data[offset] != '\n')
            {
                frame.Raw[frame.RawOffsetOf(offset)].Should().Be(frame.Data[offset]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void An_event_over_the_bound_is_reported_and_takes_no_more_memory(int step)
    {
        using var framer = new SseFramer(maxFrameBytes: 100);
        var input = Encoding.UTF8.GetBytes("data: ok\n\ndata: " + new string('x', 100_000) + "\n\n");
        var frames = 0;
        for (var at = 0; at < input.Length; at += step)
        {
            Fill(framer, input.AsSpan(at, Math.Min(step, input.Length - at)));
            while (framer.TryRead(out _))
            {
                frames++;
            }
        }

        frames.Should().Be(1);
        framer.FrameTooLarge.Should().BeTrue();
        framer.BufferedBytes.Should().Be(0);
        framer.TryReadRemainder(out _).Should().BeFalse();
        framer.GetMemory(1).Length.Should().BeLessThan(64 * 1024);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void The_bound_is_exact(int length, bool fits)
    {
        using var framer = new SseFramer(maxFrameBytes: 100);
        Fill(framer, Encoding.UTF8.GetBytes("data: " + new string('x', length - 8) + "\n\n"));
        framer.TryRead(out _).Should().Be(fits);
        framer.FrameTooLarge.Should().Be(!fits);
    }

    [Fact]
    public void After_a_large_event_the_buffer_is_small_again()
    {
        using var framer = new SseFramer();
        Fill(framer, Encoding.UTF8.GetBytes("data: " + new string('x', 3_000_000) + "\n\n"));
        framer.TryRead(out var frame).Should().BeTrue();
        frame.Data.Length.Should().Be(3_000_000);
        framer.GetMemory().Length.Should().BeLessThan(64 * 1024);
    }

    [Fact]
    public void A_read_gets_more_memory_only_after_one_that_filled_what_it_was_given()
    {
        using var framer = new SseFramer();
        var quiet = framer.GetMemory().Length;

        Fill(framer, Encoding.UTF8.GetBytes("data: " + new string('x', quiet - 8) + "\n\n"));
        framer.TryRead(out _).Should().BeTrue();
        var busy = framer.GetMemory().Length;
        Fill(framer, "data: x\n\n"u8);
        framer.TryRead(out _).Should().BeTrue();

        quiet.Should().BeLessThanOrEqualTo(4 * 1024);
        busy.Should().BeGreaterThanOrEqualTo(16 * 1024);
        framer.GetMemory().Length.Should().Be(quiet);
    }

    [Fact]
    public void It_rests_between_events_and_not_within_one()
    {
        using var framer = new SseFramer();
        Fill(framer, "data: a\n\ndata: b"u8);
        framer.TryRead(out _).Should().BeTrue();
        framer.TryRest().Should().BeFalse();

        Fill(framer, "\n\n"u8);
        framer.TryRead(out var frame).Should().BeTrue();
        Encoding.UTF8.GetString(frame.Data).Should().Be("b");
        framer.TryRest().Should().BeTrue();
        framer.TryRest().Should().BeTrue();
        framer.TryRead(out _).Should().BeFalse();

        Fill(framer, "data: c\n\n"u8);
        framer.TryRead(out frame).Should().BeTrue();
        Encoding.UTF8.GetString(frame.Data).Should().Be("c");
    }

    [Fact]
    public void A_long_event_in_small_pieces_takes_linear_time()
    {
        // Rescanning 8 MB for each of 8,000 pieces would be 32 GB to look at: minutes, not the blink that this takes.
        using var framer = new SseFramer();
        var piece = Encoding.UTF8.GetBytes(new string('x', 1000));
        Fill(framer, "data: "u8);
        for (var i = 0; i < 8000; i++)
        {
            Fill(framer, piece);
            framer.TryRead(out _).Should().BeFalse();
        }

        Fill(framer, "\n\n"u8);
        framer.TryRead(out var frame).Should().BeTrue();
        frame.Data.Length.Should().Be(8_000_000);
    }

    private static byte[] Compose(byte[] picks) =>
        Encoding.UTF8.GetBytes(string.Concat((picks ?? []).Select(pick => Pieces[pick % Pieces.Length])));

    private static SseFramer Filled(string text)
    {
        var framer = new SseFramer();
        Fill(framer, Encoding.UTF8.GetBytes(text));
        return framer;
    }

    private static void Fill(SseFramer framer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(framer.GetMemory(Math.Max(1, bytes.Length)).Span);
        framer.Advance(bytes.Length);
    }

    private static List<SeenFrame> Frames(byte[] input, byte[] cuts)
    {
        using var framer = new SseFramer();
        var seen = new List<SeenFrame>();
        var position = 0;
        for (var i = 0; position < input.Length; i++)
        {
            var length = cuts is { Length: > 0 } ? cuts[i % cuts.Length] : input.Length;
            length = Math.Min(Math.Max(length, i % 2), input.Length - position);
            Fill(framer, input.AsSpan(position, length));
            position += length;
            while (framer.TryRead(out var frame))
            {
                seen.Add(Copy(frame));
            }
        }

        if (framer.TryReadRemainder(out var rest))
        {
            seen.Add(Copy(rest));
        }

        return seen;
    }

    private static SeenFrame Copy(in SseFrame frame) => new(
        Encoding.Latin1.GetString(frame.Raw),
        Encoding.Latin1.GetString(frame.Data),
        Encoding.Latin1.GetString(frame.EventName),
        frame.HasData,
        frame.IsComplete);
}
