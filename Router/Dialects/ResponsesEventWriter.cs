// Writes events as Responses answers.
using System.Buffers;
using System.Text;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Streams by <see cref="ResponsesAnswerWriter"/>; whole bodies from the fold.</summary>
internal sealed class ResponsesEventWriter : IAnswerWriter
{
    /// <inheritdoc/>
    public IAnswerStreamWriter Open(AnswerContext context, IBufferWriter<byte> output) => new ResponsesAnswerWriter(context, output);

    /// <inheritdoc/>
    public void Write(AnswerContext context, AnswerFold answer, IBufferWriter<byte> output)
    {
        if (answer.Finish is { Explanation: { } explanation } && !answer.Has(AnswerPartKind.Refusal))
        {
            // What a service says of its refusal is a part of the answer here.
            answer.BeginPart(new AnswerPart(AnswerPartKind.Refusal));
            answer.Piece(new AnswerPiece(Encoding.UTF8.GetBytes(explanation), TextForm.Plain));
            answer.EndPart();
        }

        new ResponsesObjectWriter(context, new JsonOutput(output)).Write(answer.Start, answer);
    }
}
