// The Open Responses compliance tests through a router and its simulator, on targets of every dialect, held against the specification.
using Router.Tests.Conformance.Surfaces;
using Router.Tests.Support;

namespace Router.Tests.Conformance.OpenResponses;

internal static class OpenResponsesRun
{
    /// <summary>Tells each case as it is done: the row of the table, what it is, fault or null.</summary>
    public static async Task RunAsync(
        OpenResponsesSchema schema, RouterBinary? binary, Action<string, string, string?> told, CancellationToken cancellation)
    {
        var dialects = Surface.Dialects.Select(surface => surface.Name).ToList();
        await using var router = new RouterProcess(
            RouterConfigText.InDialects("simulator", [.. dialects.Select(dialect => (dialect, dialect))]), binary);
        await router.StartAsync();
        using var caller = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        foreach (var dialect in dialects)
        {
            foreach (var @case in OpenResponsesCase.All)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(Patience.Limit);
                var answer = await OpenResponsesAnswer.AskAsync(caller, router.Address, RouterProcess.CallerToken, dialect, @case, patience.Token);
                var row = $"open responses -> {dialect}, {(@case.Stream ? "stream" : "json")}";
                told(row, @case.Name, @case.Fault(answer) ?? schema.Fault(answer));
            }
        }
    }
}
