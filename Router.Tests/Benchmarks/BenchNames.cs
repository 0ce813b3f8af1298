// The short names of the dialects: in the table, on the command line, and of the groups of the router's configuration.
using Router.Inference;

namespace Router.Tests.Benchmarks;

internal static class BenchNames
{
    public static string Short(this Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => "chat",
        Dialect.OpenAIResponses => "responses",
        Dialect.AnthropicMessages => "messages",
    };

    /// <summary>The caller's dialect, and the provider's when it is another.</summary>
    public static string Name(this BenchLoad load) =>
        load.Client == load.Upstream ? load.Client.Short() : $"{load.Client.Short()}->{load.Upstream.Short()}";
}
