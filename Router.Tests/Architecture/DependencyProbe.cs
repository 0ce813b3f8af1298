// Uses of one room in every hidden way, for the test of the reader of edges.
using Router.Inference;

namespace Router.Tests.Architecture;

internal sealed class DependencyProbe
{
    private readonly List<Dictionary<string, Dialect[]>> _inGenericArguments = [];

    public int Count => _inGenericArguments.Count;

    /// <summary>The parameter of the called method is seen although the constant passed to it leaves no trace.</summary>
    public static bool PassesNothing() => Takes(null);

    public static string InATypeTest(object value) => value is Outcome ? "outcome" : "other";

    private static bool Takes(TokenUsage? usage) => usage is null && Task.FromResult<RouterError?>(null).IsCompleted;
}
