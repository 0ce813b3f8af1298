// A stream's events fold into the whole answer.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class AnswerFoldTests
{
    private static readonly ToolReference Tool = new(ToolKind.Function, "f");

    [Fact]
    public void Parts_keep_their_order_texts_and_what_is_kept()
    {
        using var fold = new AnswerFold();
        Play(fold);

        fold.Parts.ToArray().Select(part => part.Head.Kind).Should().Equal(AnswerPartKind.Reasoning, AnswerPartKind.Text, AnswerPartKind.Call);
        fold.Parts.ToArray().Select(part => Encoding.UTF8.GetString(fold.TextOf(part))).Should().Equal("think", "Hi \\ud83d\\ude00\\\"", "{\\\"a\\\":1}");
        fold.Parts.ToArray().Select(part => Encoding.UTF8.GetString(fold.KeptOf(part))).Should().Equal("{\"k\":1}", "", "");
        Encoding.UTF8.GetString(fold.LogProbsOf(fold.Parts[1])).Should().Be("{\"token\":\"Hi\"},{\"token\":\"x\"}");
        fold.Parts[1].Citations.Should().ContainSingle().Which.Start.Should().Be(1);
        fold.Parts[2].Citations.Should().BeEmpty();
        (fold.Start.Model, fold.Usage!.Value.Tokens.Output, fold.Finish!.Value.Reason).Should().Be(("m", 3, FinishReason.ToolCalls));
        (fold.Has(AnswerPartKind.Call), fold.Has(AnswerPartKind.Refusal)).Should().Be((true, false));
    }

    [Fact]
    public void The_meter_passes_everything_on_and_measures_it()
    {
        var log = new AnswerLog();
        var meter = new AnswerMeter(log);
        meter.HasContent.Should().BeFalse();
        Play(meter);

        var direct = new AnswerLog();
        Play(direct);
        log.Lines.Should().Equal(direct.Lines);
        meter.ContentBytes.Should().Be(5 + 3 + 6 + 6 + 1 + 1 + 7);
        (meter.HasContent, meter.Ended, meter.Usage.Tokens.Output).Should().Be((true, true, 3));
    }

    [Fact]
    public void A_piece_costs_no_memory_of_its_own()
    {
        using var fold = new AnswerFold();
        IAnswerSink sink = new AnswerMeter(fold);
        sink.Begin(new AnswerStart("m"));
        sink.BeginPart(new AnswerPart(AnswerPartKind.Text));
        Pieces(sink, 4_000);

        Allocated.Least(() => Pieces(sink, 10)).Should().Be(0);
    }

    private static void Pieces(IAnswerSink sink, int count)
    {
        for (var number = 0; number < count; number++)
        {
            sink.Piece(new AnswerPiece("word "u8, TextForm.Escaped));
        }
    }

    private static void Play(IAnswerSink sink)
    {
        sink.Begin(new AnswerStart("m"));
        sink.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        sink.Piece(new AnswerPiece("think"u8, TextForm.Escaped));
        sink.Keep("{\"k\":1}"u8);
        sink.EndPart();
        sink.BeginPart(new AnswerPart(AnswerPartKind.Text));
        sink.Piece(new AnswerPiece("Hi "u8, TextForm.Escaped) { LogProbs = "{\"token\":\"Hi\"}"u8 });
        sink.Piece(new AnswerPiece("\\ud83d"u8, TextForm.Escaped) { LogProbs = "{\"token\":\"x\"}"u8 });
        sink.Piece(new AnswerPiece("\\ude00"u8, TextForm.Escaped));
        sink.Cite(new AnswerCitation("https://example.com"u8, "Example"u8) { Start = 1, End = 2 });
        sink.Piece(new AnswerPiece("\""u8, TextForm.Plain));
        sink.EndPart();
        sink.BeginPart(new AnswerPart(AnswerPartKind.Call, "c", Tool));
        sink.Piece(new AnswerPiece("{\"a\":1}"u8, TextForm.Plain));
        sink.EndPart();
        sink.Count(new UsageReport(new TokenUsage(Input: 1, Output: 3)));
        sink.End(new AnswerEnd(FinishReason.ToolCalls));
    }
}
