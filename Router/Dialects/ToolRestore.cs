// Puts the caller's own tools back into an answer.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// Stands between reader and writer. The name that a target used becomes the caller's, namespace and all; a custom tool that was sent as a
/// function with one field <c>input</c> becomes a custom call again, whose arguments wait until they are whole. Everything else passes.
/// </summary>
internal sealed class ToolRestore(ToolNames names, LossReport report, IAnswerSink next) : IAnswerSink, IDisposable
{
    private readonly PooledBuffer _arguments = new();
    private bool _unwraps;

    /// <summary>Bytes of arguments that wait until they are whole, and are not measured behind it before.</summary>
    internal long WaitingBytes => _arguments.Length;

    /// <inheritdoc/>
    public void Begin(in AnswerStart start) => next.Begin(start);

    /// <inheritdoc/>
    public void BeginPart(in AnswerPart part)
    {
        if (part.Tool is not { } written)
        {
            next.BeginPart(part);
            return;
        }

        var tool = names.CallersOf(written);
        _unwraps = written.Kind == ToolKind.Function && tool.Kind == ToolKind.Custom;
        next.BeginPart(part with { Tool = tool });
    }

    /// <inheritdoc/>
    public void Piece(in AnswerPiece piece)
    {
        if (!_unwraps)
        {
            next.Piece(piece);
        }
        else if (piece.Form == TextForm.Escaped)
        {
            _arguments.TryWrite(piece.Text);
        }
        else
        {
            JsonEscaping.Escape(piece.Text, _arguments);
        }
    }

    /// <inheritdoc/>
    public void Cite(in AnswerCitation citation) => next.Cite(citation);

    /// <inheritdoc/>
    public void Keep(ReadOnlySpan<byte> payload) => next.Keep(payload);

    /// <inheritdoc/>
    public void EndPart()
    {
        if (_unwraps)
        {
            _unwraps = false;
            PassInput();
            _arguments.Reset();
        }

        next.EndPart();
    }

    /// <inheritdoc/>
    public void Count(in UsageReport usage) => next.Count(usage);

    /// <inheritdoc/>
    public void End(in AnswerEnd end) => next.End(end);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _arguments.Dispose();

    private void PassInput()
    {
        using var arguments = new PooledBuffer();
        JsonEscaping.Unescape(_arguments.WrittenSpan, arguments);
        if (TryFindInput(arguments.WrittenSpan, out var input))
        {
            if (!input.IsEmpty)
            {
                next.Piece(new AnswerPiece(input, TextForm.Escaped));
            }
        }
        else if (_arguments.Length > 0)
        {
            // The model did not keep to the one field; its words are the tool's input all the same.
            report.Lose(LossRule.AnswerUnparsedArguments);
            next.Piece(new AnswerPiece(_arguments.WrittenSpan, TextForm.Escaped));
        }
    }

    private static bool TryFindInput(ReadOnlySpan<byte> arguments, out ReadOnlySpan<byte> input)
    {
        input = default;
        if (!ToolArguments.IsObject(arguments))
        {
            return false;
        }

        var found = false;
        var reader = new JsonReader(arguments);
        reader.Read();
        while (reader.NextMember())
        {
            var isInput = reader.Is("input"u8);
            reader.Read();
            if (isInput && reader.TokenType == JsonTokenType.String)
            {
                input = reader.ValueSpan;
                found = true;
            }

            reader.Skip();
        }

        return found;
    }
}
