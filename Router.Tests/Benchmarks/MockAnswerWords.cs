// How a request names the answer that it wants of the mock upstream.
namespace Router.Tests.Benchmarks;

internal static class MockAnswerWords
{
    /// <summary>What stands before the word in a request's body.</summary>
    public const string Mark = "mock:";

    private static readonly (byte[] Word, MockAnswer Answer)[] All =
        [.. Enum.GetValues<MockAnswer>().Select(answer => (System.Text.Encoding.ASCII.GetBytes(answer.Word()), answer))];

    public static string Word(this MockAnswer answer) => answer switch
    {
        MockAnswer.Whole => "whole",
        MockAnswer.Wait => "wait",
        MockAnswer.Burst => "burst",
        MockAnswer.Each => "each",
        MockAnswer.Slow => "slow",
        MockAnswer.Drip => "drip",
    };

    public static bool IsStream(this MockAnswer answer) => answer is not (MockAnswer.Whole or MockAnswer.Wait);

    /// <summary>What a request asks for; without a word a stream request gets <c>burst</c> and any other the whole answer at once.</summary>
    public static MockAnswer Of(ReadOnlySpan<byte> request)
    {
        var at = request.IndexOf("mock:"u8);
        if (at < 0)
        {
            return request.IndexOf("\"stream\":true"u8) < 0 ? MockAnswer.Whole : MockAnswer.Burst;
        }

        var rest = request[(at + Mark.Length)..];
        foreach (var (word, answer) in All)
        {
            if (rest.StartsWith(word))
            {
                return answer;
            }
        }

        return MockAnswer.Whole;
    }
}
