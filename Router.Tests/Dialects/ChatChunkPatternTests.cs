// A chunk that is known by its look must mean what the reader would make of it.
using System.Text;
using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Dialects;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ChatChunkPatternTests
{
    private static readonly string[] Chunks =
    [
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"up-1","choices":[{"index":0,"delta":{"content":"@"},"logprobs":null,"finish_reason":null}],"usage":null}""",
        """{"id":"c1","object":"chat.completion.chunk","choices":[{"index":1,"delta":{"role":"assistant","content":"@"},"finish_reason":null}],"model":"up-1","obfuscation":"k9"}""",
        """{"choices":[{"delta":{"content":null,"reasoning_content":"@"}}],"object" : "x", "padding" : "" }""",
        """{"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"@"}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"@"}]}}],"error":null,"model":"m"}""",
        """{"choices":[{"index":0,"delta":{"content":"@","reasoning":"and"}}]}""",
        """{"choices":[{"index":0,"delta":{"content":"@"},"finish_reason":"stop"}]}""",
        """{"choices":[{"index":0,"delta":{"content":"@"}}],"usage":{"prompt_tokens":1}}""",
    ];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"", "\\", "\\\"", "\\\\", "\\n", "\\u00e9", "\\u00g9", "\\u12", "\\x", "é", "\n", "\u0001", "\u007f", "{", "}", "[", "]", ":", ",", "null", "\"stop\"",
            "\"finish_reason\":\"stop\"", "\"usage\":{}", "\"error\":{\"message\":\"x\"}", "\"content\":\"more\",", "\"index\":3,", "\"model\":\"other\",", " ",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0x00],
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_looks_alike_reads_alike_however_a_chunk_is_damaged(int which)
    {
        var chunk = Filled(which, "Hello");
        var before = Read(chunk)!.Value;
        var pattern = new ChatChunkPattern();
        pattern.TryTake(chunk, before).Should().BeTrue();
        var matched = 0;
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random((which * 1_000_003) + seed);
            var other = random.Next(3) == 0 ? Filled(which, Piece(random)) : chunk;
            for (var left = random.Next(0, 4); left > 0; left--)
            {
                other = Damaged(other, random);
            }

            if (!pattern.TryMatch(other, out var length))
            {
                continue;
            }

            matched++;
            var text = Encoding.UTF8.GetString(other);
            Read(other).HasValue.Should().BeTrue("{0} is taken for a chunk", text);
            var said = Read(other)!.Value;
            (said.ContentBytes, said.Finished, said.HasUsage, said.Error, said.Choices, said.HasContent).Should().Be(
                (length, UInt128.Zero, false, null, before.Choices, true), "that is what {0} says", text);
            pattern.ModelLength.Should().Be(said.ModelLength);
            pattern.ModelStartIn(length).Should().Be(said.ModelLength > 0 ? said.ModelStart : pattern.ModelStartIn(length));
        }

        matched.Should().BeGreaterThan(1000);
    }

    [Property(MaxTest = 1000)]
    public void A_stream_is_observed_as_its_chunks_are_one_by_one(byte[] picks, int seed)
    {
        var random = new Random(seed);
        var frames = (picks ?? []).Select(pick => Frame(pick % 5 == 4
            ? Damaged(Filled(pick % Chunks.Length, Piece(random)), random)
            : Filled(pick % 4, Piece(random)))).ToList();
        var (together, facts, models) = Chat.Watch(string.Concat(frames), wantModel: true);

        var alone = frames.Select(frame => Chat.Watch(frame, wantModel: true)).ToList();
        facts.Should().Equal(alone.SelectMany(one => one.Facts));
        models.Should().Equal(alone.SelectMany(one => one.Models));
        together.ContentBytes.Should().Be(alone.Sum(one => one.Observer.ContentBytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_chunk_that_brings_another_piece_is_known(int which)
    {
        var chunk = Filled(which, "Hello");
        var pattern = new ChatChunkPattern();
        pattern.TryTake(chunk, Read(chunk)!.Value).Should().BeTrue();

        foreach (var piece in (string[])["x", " w\u00f6rld \ud83d\ude00", "a \"quoted\" \\ piece\n", new string('y', 5000)])
        {
            var inside = JsonEncodedText.Encode(piece).ToString();
            pattern.TryMatch(Filled(which, inside), out var length).Should().BeTrue();
            length.Should().Be(inside.Length);
        }

        pattern.TryMatch(Filled(which, ""), out _).Should().BeFalse("an empty piece is no content");
        pattern.TryMatch(Filled(1, "Hello", "another padding"), out _).Should().Be(which == 1);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_chunk_that_says_more_than_a_piece_is_never_known(int which)
    {
        var chunk = Filled(which, "Hello");
        var pattern = new ChatChunkPattern();

        pattern.TryTake(chunk, Read(chunk)!.Value).Should().BeFalse();
        pattern.TryMatch(chunk, out _).Should().BeFalse();
    }

    private static string Frame(byte[] chunk) =>
        $"data: {Encoding.UTF8.GetString(chunk).Replace('\n', ' ').Replace('\r', ' ')}\n\n";

    private static byte[] Filled(int which, string piece, string padding = "k9") =>
        Encoding.UTF8.GetBytes(Chunks[which].Replace("@", piece, StringComparison.Ordinal).Replace("k9", padding, StringComparison.Ordinal));

    private static string Piece(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Encoding.UTF8.GetString(Pieces[random.Next(Pieces.Length)])));

    private static ChatDocument? Read(byte[] chunk)
    {
        var counts = default(OpenAIUsageCounts);
        return ChatDocumentReader.TryRead(chunk, ref counts, out var document) ? document : null;
    }

    private static byte[] Damaged(byte[] chunk, Random random)
    {
        var at = random.Next(chunk.Length);
        var count = random.Next(1, Math.Min(20, chunk.Length - at + 1));
        return random.Next(4) switch
        {
            0 => [.. chunk[..at], .. chunk[(at + count)..]],
            1 => [.. chunk[..at], .. Pieces[random.Next(Pieces.Length)], .. chunk[at..]],
            2 => [.. chunk[..at], (byte)random.Next(256), .. chunk[(at + 1)..]],
            _ => [.. chunk[..(at + count)], .. chunk[at..]],
        };
    }
}
