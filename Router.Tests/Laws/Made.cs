// What the laws are tried on: requests of each dialect, and answers.
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Router.Inference;

namespace Router.Tests.Laws;

/// <summary>A failing case is made smaller by leaving out one value after another, until every one that is left is needed for it.</summary>
internal static class Made
{
    /// <summary>Bodies of requests in any of the dialects.</summary>
    public static Arbitrary<MadeRequest> Requests { get; } =
        Arb.From(Seeds.Select(seed => Request(new Random(seed))), request => request.Smaller());

    /// <summary>Answers in no dialect.</summary>
    public static Arbitrary<MadeAnswer> Answers { get; } = Arb.From(Seeds.Select(seed => Answer(new Random(seed))), answer => answer.Smaller());

    private static Gen<int> Seeds => Gen.Choose(int.MinValue, int.MaxValue);

    public static MadeRequest Request(Random random)
    {
        var dialect = (Dialect)random.Next(3);
        return new MadeRequest(dialect, Encoding.UTF8.GetBytes(Body(dialect, new JsonMaker(random))), random.Next());
    }

    public static MadeAnswer Answer(Random random) => new AnswerMaker(new JsonMaker(random)).Answer();

    private static string Body(Dialect dialect, JsonMaker make) => dialect switch
    {
        Dialect.OpenAIChat => new ChatRequestMaker(make).Body(),
        Dialect.OpenAIResponses => new ResponsesRequestMaker(make).Body(),
        Dialect.AnthropicMessages => new MessagesRequestMaker(make).Body(),
    };
}
