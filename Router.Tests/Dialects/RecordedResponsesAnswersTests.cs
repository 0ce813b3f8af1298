// What recorded Responses answers brought to light about reading and writing them.
using System.Buffers;
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class RecordedResponsesAnswersTests
{
    private const string Yes = "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"yes\"}\n\n";

    /// <summary>Mapping 4.4, parsing: an event is complete at its blank line only. What ends the answer or tells of an error is not waited for.</summary>
    [Theory]
    [InlineData("data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"no\"}\n", "Truncated", false)]
    [InlineData("data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"message\":\"late\"}}}", "Reported", false)]
    [InlineData("data: {\"type\":\"error\",\"message\":\"late\"}", "Reported", false)]
    [InlineData("data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}", null, true)]
    public void A_last_event_without_its_blank_line_says_nothing_but_that_it_is_the_end(string last, string? kind, bool ended)
    {
        var log = new AnswerLog();

        var failure = Play(Yes + last, log);

        (failure?.Kind.ToString(), log.Ended, log.Pieces).Should().Be((kind, ended, 1));
    }

    /// <summary>Mapping 3.2 and 4.3: a free-form call has no status in the published types, a function call has one.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_call_has_a_status_when_its_type_has_one(bool isCustom, bool hasStatus)
    {
        using var fold = new AnswerFold();
        fold.Begin(default);
        fold.BeginPart(new AnswerPart(AnswerPartKind.Call, "call_1", new ToolReference(isCustom ? ToolKind.Custom : ToolKind.Function, "f")));
        fold.Piece(new AnswerPiece("{}"u8, TextForm.Plain));
        fold.EndPart();
        fold.End(new AnswerEnd(FinishReason.ToolCalls));
        var output = new ArrayBufferWriter<byte>();

        Translators.Of(Dialect.OpenAIResponses).AnswerWriter.Write(Context(), fold, output);

        using var body = System.Text.Json.JsonDocument.Parse(output.WrittenMemory);
        body.RootElement.GetProperty("output")[0].TryGetProperty("status", out _).Should().Be(hasStatus);
    }

    /// <summary>Mapping 3.2: an answer repeats the tools that the model could call; those that were left out on the way (2.3) are not among them.</summary>
    [Theory]
    [InlineData("""[{"type": "function", "name": "f", "parameters": {}}, {"type": "web_search", "external_web_access": false}]""", """[{"type": "function", "name": "f", "parameters": {},"description":null,"strict":null}]""")]
    [InlineData("""[{"type": "web_search"}]""", "[]")]
    [InlineData("""[ {"type": "custom", "name": "c"} ]""", """[{"type": "custom", "name": "c"}]""")]
    public void An_answer_repeats_the_tools_that_were_sent_on(string tools, string repeated)
    {
        var request = Translators.Of(Dialect.OpenAIResponses).RequestReader.Read(
            Encoding.UTF8.GetBytes($$"""{"model": "group", "input": "x", "tools": {{tools}}}"""), new RequestReading(Messages.Seal), out _);

        Encoding.UTF8.GetString(request!.Echo["tools"].Span).Should().Be(repeated);
    }

    private static AnswerContext Context() => Messages.Context(new LossList()) with
    {
        Request = new InferenceRequest { Source = Dialect.OpenAIResponses },
    };

    private static AnswerFailure? Play(string stream, AnswerLog log)
    {
        using var framer = new SseFramer();
        using var reader = Translators.Of(Dialect.OpenAIResponses).AnswerReader.Open(
            new AnswerSource(TargetTraits.Of(Dialect.OpenAIResponses), Dialect.OpenAIChat, "", new LossList()));
        var bytes = Encoding.UTF8.GetBytes(stream);
        bytes.CopyTo(framer.GetMemory(bytes.Length).Span);
        framer.Advance(bytes.Length);
        AnswerFailure? failure = null;
        while (failure is null && framer.TryRead(out var frame))
        {
            failure = reader.Read(frame, log);
        }

        if (failure is null && framer.TryReadRemainder(out var rest))
        {
            failure = reader.Read(rest, log);
        }

        return failure ?? reader.Complete(log);
    }
}
