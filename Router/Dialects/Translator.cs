// The translating half of a dialect.
namespace Router.Dialects;

/// <summary>
/// Two halves in each direction: requests and answers are read into the neutral model, and written from it. Synchronous and pure: no I/O, no
/// clock, no logger, no randomness, no configuration. <see cref="IDialectAdapter"/> is the half for the same dialect on both sides, and has
/// the plain names: what translates is called after what it translates into, such as <c>MessagesInferenceReader</c> and
/// <c>MessagesInferenceWriter</c> for requests, <c>MessagesEventReader</c> and <c>MessagesEventWriter</c> for answers.
/// </summary>
internal sealed record Translator(
    IRequestReader RequestReader, IRequestWriter RequestWriter, IAnswerReader AnswerReader, IAnswerWriter AnswerWriter);
