// Writes events as an answer of one dialect, whole or streamed.
using System.Buffers;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// One instance serves all answers at once. How to write one:
/// <list type="bullet">
/// <item>Rely on the grammar of <see cref="IAnswerSink"/>; check nothing, repair nothing.</item>
/// <item>Write a whole body from <see cref="AnswerFold"/>, which took the same events: stream and body of one answer say the same.</item>
/// <item>All that the dialect requires is there, as a value or null (mapping 3.2); ids are made of <see cref="AnswerContext.Seed"/>, the time is
/// <see cref="AnswerContext.CreatedAt"/>: an answer is a function of its events and its context.</item>
/// <item>In a stream write with <c>JsonOutput(…, oneLine: true)</c>; a piece is the event's fixed words and a copy of its text.</item>
/// </list>
/// </summary>
internal interface IAnswerWriter
{
    /// <summary>Begins a stream. What the writer has to say so far is in <paramref name="output"/> when an event's method returns.</summary>
    IAnswerStreamWriter Open(AnswerContext context, IBufferWriter<byte> output);

    /// <summary>Writes a whole body.</summary>
    void Write(AnswerContext context, AnswerFold answer, IBufferWriter<byte> output);
}
