// The answers of the mock upstream in the three dialects: of equal text and equal numbers of events.
using Router.Inference;

namespace Router.Tests.Benchmarks;

internal sealed class MockAnswers
{
    private const int BytesPerPiece = 8;

    private readonly Dictionary<Dialect, MockAnswerBytes> _answers;

    /// <param name="textBytes">How long the text of an answer that is no stream is.</param>
    /// <param name="events">Events of a stream, all those without text included.</param>
    public MockAnswers(int textBytes = 400, int events = 200)
    {
        var (whole, streamed) = (MockText.Of(textBytes), MockText.Of(BytesPerPiece * events));
        _answers = new Dictionary<Dialect, MockAnswerBytes>
        {
            [Dialect.OpenAIChat] = new(ChatAnswers.Whole(whole), ChatAnswers.Stream(streamed, events)),
            [Dialect.OpenAIResponses] = new(ResponsesAnswers.Whole(whole), ResponsesAnswers.Stream(streamed, events)),
            [Dialect.AnthropicMessages] = new(MessagesAnswers.Whole(whole), MessagesAnswers.Stream(streamed, events)),
        };
    }

    /// <summary>The fewest events that every dialect's stream can have.</summary>
    public const int FewestEvents = 9;

    public MockAnswerBytes Of(Dialect dialect) => _answers[dialect];
}
