// An event that is known by the one before it must mean what the reader would make of it, and be written as it would be written anew.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using FsCheck.Xunit;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Laws;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed partial class LikeEventTests
{
    private const int MostPieces = 40;

    /// <summary>Of each dialect: events around a piece, an event that says nothing, and how a stream begins.</summary>
    private static readonly (Dialect Dialect, string Begin, string[] Events, string Nothing)[] Streams =
    [
        (Dialect.OpenAIChat, """{"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
        [
            """{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"@"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"k9"}""",
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":"@"}}],"object":"chat.completion.chunk"}""",
            """{"choices":[{"index":0,"delta":{"reasoning_content":"@","content":null}}]}""",
            """{"choices":[{"index":0,"delta":{"refusal":"@","content":""}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"@"},"logprobs":{"content":[{"token":"@"}]}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"@","reasoning":"@"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"@"}]}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"@","annotations":[{"type":"url_citation","url_citation":{"url":"u","title":"@"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"@"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"@"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"@"}},{"index":1,"function":{"arguments":"@"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"function_call":{"name":"f","arguments":"@"}}}]}""",
            """{"choices":[{"index":1,"delta":{"content":"@"}}]}""",
        ], """{"choices":[]}"""),
        (Dialect.OpenAIResponses, """{"type":"response.created","response":{"id":"r","model":"m"}}""",
        [
            """{"type":"response.output_text.delta","sequence_number":7,"output_index":0,"content_index":0,"delta":"@","logprobs":[],"obfuscation":"k9"}""",
            """{"type":"response.output_text.delta","sequence_number":70,"output_index":0,"content_index":1,"delta":"@"}""",
            """{"type":"response.output_text.delta","output_index":1,"delta":"@","sequence_number":7}""",
            """{"type":"response.output_text.delta","output_index":0,"delta":"@","logprobs":[{"token":"@"}]}""",
            """{"type":"response.refusal.delta","output_index":0,"delta":"@"}""",
            """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"@"}""",
            """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"a","name":"f"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":2,"delta":"@"}""",
            """{"type":"response.custom_tool_call_input.delta","output_index":2,"delta":"@"}""",
            """{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"@"}""",
            """{"type":"response.unheard.delta","output_index":0,"delta":"@"}""",
        ], """{"type":"response.ping"}"""),
        (Dialect.AnthropicMessages, """{"type":"message_start","message":{"id":"m","model":"m","content":[]}}""",
        [
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"@"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"@"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","thinking":"@"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"@"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"@"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"@","citations":[{"type":"web_search_result_location","url":"u"}]}}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}""",
            """{"type":"content_block_stop","index":0}""",
        ], """{"type":"ping"}"""),
    ];

    private static readonly string[] Texts =
        ["Hello", " w\u00f6rld", "\\n", "\\\"", "\\u00e9", "\\ud83d", "", "{}", "\\", "\"", "\u0001", "a\\u12", "\",\"x\":\"y", "0", "{\\\"a\\\":1}"];

    private static readonly AnswerPart[] Parts =
    [
        new(AnswerPartKind.Reasoning), new(AnswerPartKind.Text), new(AnswerPartKind.Call, "c", new ToolReference(ToolKind.Function, "f")),
    ];

    [Property(MaxTest = 3000)]
    public void A_stream_reads_as_if_no_event_were_like_the_one_before(int seed)
    {
        var random = new Random(seed);
        var (dialect, begin, events, nothing) = Streams[random.Next(Streams.Length)];
        var datas = Enumerable.Range(0, random.Next(2, MostPieces)).Aggregate(new List<string> { begin }, (list, _) =>
        {
            var again = random.Next(4) > 0 && list.Count > 1 && Array.Exists(events, one => one == list[^1]);
            list.Add(again ? list[^1] : events[random.Next(events.Length)]);
            return list;
        });
        for (var at = 1; at < datas.Count; at++)
        {
            datas[at] = Damaged(Filled(datas[at], random), random);
        }

        Read(dialect, datas).Should().Be(Read(dialect, datas.SelectMany(data => new[] { data, nothing })), "of {0}", string.Join('\n', datas));
    }

    [Theory]
    [InlineData(0, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"@\"}}]}")]
    [InlineData(1, "{\"type\":\"response.output_text.delta\",\"sequence_number\":#,\"output_index\":0,\"delta\":\"@\",\"obfuscation\":\"%\"}")]
    [InlineData(2, "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"@\"}}")]
    public void Pieces_that_follow_one_another_are_known_whatever_their_number_text_and_padding(int which, string data)
    {
        var pattern = new EventPattern();
        var first = Encoding.UTF8.GetBytes(Piece(9, "Hello", "x"));
        pattern.TryTake(
            first, Slice(first, "Hello"), which == 1 ? Slice(first, "9") : default, which == 1 ? Slice(first, "x\"}")[..1] : default).Should().BeTrue();

        foreach (var (number, text) in new[] { (10, "a \\\"quoted\\\" text"), (0, "x"), (123_456, new string('y', 9000)) })
        {
            pattern.TryMatch(Encoding.UTF8.GetBytes(Piece(number, text, text)), out var piece).Should().BeTrue();
            Encoding.UTF8.GetString(piece).Should().Be(text);
        }

        pattern.TryMatch(Encoding.UTF8.GetBytes(Piece(9, "", "x")), out _).Should().BeFalse("an empty piece is not like another");
        pattern.TryMatch(Encoding.UTF8.GetBytes(Piece(9, "x", "x") + " "), out _).Should().BeFalse();
        pattern.TryMatch(Encoding.UTF8.GetBytes(Piece(9, "x", "x").Replace(":9,", ":09,", StringComparison.Ordinal)), out _).Should().Be(which != 1);
        pattern.Forget();
        pattern.TryMatch(first, out _).Should().BeFalse();

        string Piece(int number, string text, string padding) => data.Replace("#", $"{number}", StringComparison.Ordinal)
            .Replace("@", text, StringComparison.Ordinal).Replace("%", padding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public void A_piece_is_written_into_the_mold_of_the_one_before_as_it_would_be_written_anew(string caller)
    {
        string[] texts = ["alpha", "beta\\n", new string('c', 5000), "delta1", "e\\\"", "\u00e9psilon"];

        // Alone in its part each of them is written anew.
        var alone = texts.Select((text, at) => Pieces(Write(caller, at, text), texts)).ToList();
        var together = Write(caller, 0, texts);

        Pieces(together, texts).Should().Equal(Enumerable.Range(0, 3).SelectMany(part => alone.Select(pieces => pieces[part])));
        var numbers = together.SelectMany(one => Number().Matches(one)).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        numbers.Should().Equal(Enumerable.Range(0, numbers.Count));
        numbers.Should().HaveCountGreaterThanOrEqualTo(caller == "responses" ? 3 * texts.Length : 0);
    }

    [GeneratedRegex("\"sequence_number\":([0-9]+)")]
    private static partial Regex Number();

    /// <summary>The events that bring one of these texts, but for their numbers.</summary>
    private static List<string> Pieces(string[] events, string[] texts) =>
    [
        .. events.Where(one => one.Contains("delta\"", StringComparison.Ordinal) && Array.Exists(texts, text => one.Contains($"\"{text}\"", StringComparison.Ordinal)))
            .Select(one => Number().Replace(one, "")),
    ];

    /// <summary>The events of an answer of reasoning, text and a call, each of such pieces; every second one is handed on plain.</summary>
    /// <param name="first">The place of the first of them among all.</param>
    private static string[] Write(string caller, int first, params string[] texts)
    {
        var dialect = Mapping.MappingRow.Of(caller);
        var context = Crossing.Context(dialect == Dialect.OpenAIChat ? Dialect.AnthropicMessages : Dialect.OpenAIChat, dialect, new LossList());
        return Encoding.UTF8.GetString(Crossing.WriteStream(context, writer =>
        {
            writer.Begin(new AnswerStart("m"));
            foreach (var part in Parts)
            {
                writer.BeginPart(part);
                if (part.Kind == AnswerPartKind.Call)
                {
                    // Without it the arguments are no object, and go as one text in it.
                    writer.Piece(new AnswerPiece("{"u8, TextForm.Plain));
                }

                for (var at = 0; at < texts.Length; at++)
                {
                    var text = Encoding.UTF8.GetBytes(texts[at]);
                    writer.Piece((first + at) % 2 == 0 ? new AnswerPiece(text, TextForm.Escaped) : new AnswerPiece(Unescaped(text), TextForm.Plain));
                }

                writer.EndPart();
            }

            writer.End(new AnswerEnd(FinishReason.ToolCalls));
        })).Split("\n\n");
    }

    private static byte[] Unescaped(byte[] text)
    {
        using var plain = new PooledBuffer();
        JsonEscaping.Unescape(text, plain);
        return plain.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> Slice(byte[] data, string part) => data.AsSpan(data.AsSpan().IndexOf(Encoding.UTF8.GetBytes(part)), part.Length);

    /// <summary>What the reader makes of a stream: the events, what is lost, and how it failed.</summary>
    private static string Read(Dialect dialect, IEnumerable<string> datas)
    {
        var losses = new LossList();
        var log = new AnswerLog();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(datas.Select(data => $"data: {data}\n\n")));
        var failure = Crossing.ReadStream(bytes, Crossing.Source(dialect, Dialect.OpenAIChat, losses), log, () => 4096);
        return $"{string.Join('\n', log.Lines)}\n{log.Pieces} {failure?.Kind} {string.Join(' ', losses.Losses.Select(loss => loss.Path).Distinct())}";
    }

    private static string Filled(string data, Random random) => data
        .Replace("@", Texts[random.Next(Texts.Length)], StringComparison.Ordinal)
        .Replace("k9", Texts[random.Next(Texts.Length)], StringComparison.Ordinal)
        .Replace(":7,", $":{random.Next(2_000)},", StringComparison.Ordinal);

    private static string Damaged(string data, Random random)
    {
        if (random.Next(8) > 0)
        {
            return data;
        }

        var at = random.Next(data.Length);
        return random.Next(3) switch
        {
            0 => data.Remove(at, 1),
            1 => data.Insert(at, Texts[random.Next(Texts.Length)].Replace('\u0001', ' ')),
            _ => data.Replace("finish_reason\":null", "finish_reason\":\"stop\"", StringComparison.Ordinal),
        };
    }
}
