// An answer comes back with the caller's own tools.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ToolRestoreTests
{
    private static readonly ToolReference Patch = new(ToolKind.Custom, "apply_patch");
    private static readonly ToolReference Nested = new(ToolKind.Function, "read", "files");

    private readonly AnswerLog _log = new();
    private readonly LossList _losses = new();

    [Fact]
    public void A_written_name_becomes_the_callers_and_pieces_pass_as_they_come()
    {
        Run("files__read", "{\\\"a\\\":", "1}");
        _log.Lines.Should().Contain("part Call Function files/read id=c1").And.Contain("text {\\\"a\\\":1}");
        _log.Pieces.Should().Be(2);
    }

    [Fact]
    public void A_custom_tool_that_was_sent_as_a_function_is_a_custom_call_again()
    {
        Run("apply_patch", "{\\\"inp", "ut\\\":\\\"*** Begin\\\\nend \\ud83d", "\\ude00\\\"}");
        _log.Lines.Should().Contain("part Call Custom apply_patch id=c1").And.Contain("text *** Begin\\nend 😀");
        _losses.Losses.Should().BeEmpty();
    }

    [Theory]
    [InlineData("plain words", "text plain words")]
    [InlineData("{\\\"other\\\":1}", "text {\\\"other\\\":1}")]
    public void A_model_that_does_not_keep_to_the_field_loses_no_word(string arguments, string expected)
    {
        Run("apply_patch", arguments);
        _log.Lines.Should().Contain(expected);
        _losses.Losses.Should().ContainSingle();
    }

    [Fact]
    public void A_custom_call_without_arguments_has_no_input()
    {
        Run("apply_patch");
        _log.Lines.Should().NotContain(line => line.StartsWith("text", StringComparison.Ordinal));
    }

    private void Run(string written, params string[] pieces)
    {
        var names = ToolNames.Of(
            new InferenceRequest
            {
                Source = Dialect.OpenAIResponses,
                Tools = [new ToolDefinition.Custom(Patch), new ToolDefinition.Function(Nested)],
            },
            TargetTraits.Of(Dialect.AnthropicMessages));
        using var restore = new ToolRestore(names, new LossReport(Dialect.AnthropicMessages, Dialect.OpenAIResponses, _losses), _log);
        restore.Begin(new AnswerStart(null));
        restore.BeginPart(new AnswerPart(AnswerPartKind.Call, "c1", new ToolReference(ToolKind.Function, written)));
        foreach (var piece in pieces)
        {
            restore.Piece(new AnswerPiece(Encoding.UTF8.GetBytes(piece), TextForm.Escaped));
        }

        restore.EndPart();
        restore.End(new AnswerEnd(FinishReason.ToolCalls));
    }
}
