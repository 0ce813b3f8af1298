// Reads answers of one dialect, whole or streamed, into events.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// One instance serves all answers at once. A body is a stream that arrived at once: both ways give the same events, but for where a text
/// is cut into pieces. How to write one:
/// <list type="bullet">
/// <item>Keep the grammar of <see cref="IAnswerSink"/>, whatever comes: open a part at its first piece (a call once its name is known), close
/// it before the next begins, hold back what would overlap, send nothing twice.</item>
/// <item>Read a stream's events with <see cref="JsonReader"/> and hand on its <c>ValueSpan</c> as <see cref="TextForm.Escaped"/>; nothing is
/// decoded and nothing allocated for a piece. JSON that stands as JSON (the input of Messages) is <see cref="TextForm.Plain"/>.</item>
/// <item>Take every variation that is seen in practice without complaint (mapping 4.2); an unknown event or part is reported and skipped.</item>
/// <item>Say <see cref="FinishReason.ToolCalls"/> when a call went before a normal end. Say <see cref="IAnswerSink.End"/> only when the
/// dialect's own end has come: usage that comes after the finish reason is counted first.</item>
/// <item>Failures are values: the upstream's own error, bytes that are not of the dialect, an end that came too early. Never an exception for
/// what came over the wire, never a made-up normal end.</item>
/// </list>
/// </summary>
internal interface IAnswerReader
{
    /// <summary>Begins to read one stream.</summary>
    IAnswerStreamReader Open(AnswerSource source);

    /// <summary>Reads a whole body; null when it was an answer, all of which the sink has then.</summary>
    AnswerFailure? Read(ReadOnlyMemory<byte> body, AnswerSource source, IAnswerSink sink);
}
