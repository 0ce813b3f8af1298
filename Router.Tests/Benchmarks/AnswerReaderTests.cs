// The load must read answers rightly however they are cut, or its figures are of something else.
using System.Text;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Benchmarks;

public sealed class AnswerReaderTests
{
    private const string Stream = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1a\r\ndata: one\n\ndata: two\n\ndata\r\n3\r\n: x\r\n2\r\n\n\n\r\n0\r\n\r\n";
    private const string Whole = "HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbody";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_stream_has_the_same_events_and_the_same_end_however_it_is_cut(int size)
    {
        var reader = Read(Stream, size);

        reader.Done.Should().BeTrue();
        reader.Status.Should().Be(200);
        reader.Events.Should().Be(3);
        reader.BodyBytes.Should().Be(0x1a + 3 + 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void An_answer_with_a_length_ends_with_its_last_byte(int size)
    {
        Read(Whole[..^1], size).Done.Should().BeFalse();
        var reader = Read(Whole, size);

        reader.Done.Should().BeTrue();
        reader.Status.Should().Be(503);
        reader.BodyBytes.Should().Be(4);
    }

    [Fact]
    public void Bytes_after_the_end_are_an_error_of_the_server()
    {
        var reading = () => Read(Whole + "HTTP/1.1 200 OK\r\n", 1000);

        reading.Should().Throw<InvalidDataException>();
    }

    private static AnswerReader Read(string answer, int size)
    {
        var reader = new AnswerReader();
        reader.Reset();
        foreach (var part in Encoding.ASCII.GetBytes(answer).Chunk(size))
        {
            reader.Feed(part);
        }

        return reader;
    }
}
