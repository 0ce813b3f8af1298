// One router, one replaying upstream, and the cases of one cell sent through both.
using System.Net.Http.Headers;
using System.Text.Json;
using Router.Tests.Conformance.Crossing;
using Router.Tests.Conformance.Schemas;
using Router.Tests.Conformance.Sdks;
using Router.Tests.Conformance.Surfaces;
using Router.Tests.Support;

namespace Router.Tests.Conformance;

/// <summary>
/// Each case and way of cutting has a group and a provider of its own, so that what a router learns from one answer (a limit reached, a
/// provider in trouble) does not touch the next.
/// </summary>
internal sealed class ConformanceRun : IAsyncDisposable
{
    private const string ClientGroup = "client";

    private readonly Cell _cell;
    private readonly IReadOnlyList<Case> _cases;
    private readonly CallerAnswerCheck _check;
    private readonly TranslatedAnswerCheck _translated;
    private readonly SchemaSet _schemas;
    private readonly ScriptedUpstream _upstream = new();
    private readonly HttpMessageInvoker _caller = new(new SocketsHttpHandler { UseProxy = false });
    private readonly RouterProcess _router;

    public ConformanceRun(Cell cell, IReadOnlyList<Case> cases, SchemaSet schemas, RouterBinary? binary)
    {
        (_cell, _cases, _schemas) = (cell, cases, schemas);
        _check = new CallerAnswerCheck(cell.Caller);
        _translated = new TranslatedAnswerCheck(cell.Caller, schemas);
        var groups = cases.SelectMany((@case, number) => Deliveries(@case).Select(delivery => Group(number, delivery.Name)).Append(Group(number, ClientGroup)));
        _router = new RouterProcess(RouterConfigText.InDialect(cell.Upstream.Dialect, _upstream.BaseUrl, [.. groups]), binary);
    }

    public Task StartAsync() => _router.StartAsync();

    /// <summary>Sends every case in every way; tells each check as it is done.</summary>
    public async Task RunAsync(Action<CheckResult> told, CancellationToken cancellation)
    {
        for (var number = 0; number < _cases.Count; number++)
        {
            var @case = _cases[number];
            foreach (var delivery in Deliveries(@case))
            {
                told(await CheckAsync(@case, delivery, Group(number, delivery.Name), cancellation));
            }

            if (@case.IsForClient && SdkCheck.Applies(@case))
            {
                told(new CheckResult(@case, ConformanceTable.Client, await SdkFaultAsync(@case, Group(number, ClientGroup), cancellation)));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _router.DisposeAsync();
        _caller.Dispose();
        await _upstream.DisposeAsync();
    }

    private static string Group(int number, string way) => $"case{number}-{way}";

    /// <summary>A request is the same however its answer is cut.</summary>
    private static IEnumerable<Delivery> Deliveries(Case @case) => @case.Expectation is Expectation.CarriedOrRefused
        ? [Delivery.All[0]]
        : Delivery.All.Where(delivery => delivery.Applies(@case.Body));

    private async Task<CheckResult> CheckAsync(Case @case, Delivery delivery, string group, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience.Limit);
        _upstream.OnEvery(exchange => delivery.SendAsync(exchange, @case));
        var seen = _upstream.RequestCount;
        var sent = @case.RequestBody(group);
        var result = new CheckResult(@case, delivery.Name, null);
        try
        {
            var answer = await SendAsync(sent, patience.Token);
            var requests = _upstream.Requests.Skip(seen).ToList();
            return requests.Count == 0 && @case.Expectation is Expectation.CarriedOrRefused
                ? result with { Fault = _check.Fault(answer, @case.Expectation) ?? _translated.RefusalFault(answer, sent), Refusal = _cell.Caller.MessageOf(answer) }
                : result with { Fault = Fault(@case, answer, requests, sent, group) };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return result with { Fault = $"no answer within {Patience.Limit.TotalSeconds} s" };
        }
        catch (Exception error) when (error is HttpRequestException or JsonException)
        {
            return result with { Fault = error.Message };
        }
    }

    private string? Fault(Case @case, CallerAnswer answer, List<UpstreamRequest> requests, byte[] sent, string group) =>
        requests.Count != 1 ? $"{requests.Count} requests reached the upstream instead of one; the caller got {answer.Status} {BytesText.Excerpt(answer.Body)}"
        : (_cell.IsTranslated
            ? CarriedRequest.Fault(_cell.Caller, _cell.Upstream, requests[0], _schemas)
            : ForwardedRequest.Fault(_cell.Upstream, requests[0], sent, group))
        ?? _check.Fault(answer, @case.Expectation)
        ?? _translated.Fault(answer, @case)
        ?? ReadingFault(answer, @case);

    private string? ReadingFault(CallerAnswer answer, Case @case) =>
        @case.Reading is not { } expected || @case.Expectation is not (Expectation.Same or Expectation.Carried) ? null
        : @case.Stream ? Reading.Fault(_cell.Caller.ReadStream(answer.Body), expected, _cell.Caller.Uncertain)
        : Reading.Fault(_cell.Caller.Read(answer.Body), expected);

    private async Task<CallerAnswer> SendAsync(byte[] body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_router.Address, _cell.Caller.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RouterProcess.CallerToken);
        foreach (var (name, value) in _cell.Caller.CallerHeaders)
        {
            request.Headers.Add(name, value);
        }

        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _caller.SendAsync(request, cancellation);
        return await CallerAnswer.ReadAsync(response, cancellation);
    }

    private async Task<string?> SdkFaultAsync(Case @case, string group, CancellationToken cancellation)
    {
        _upstream.OnEvery(exchange => Delivery.All[0].SendAsync(exchange, @case));
        var sdk = _cell.Caller.Sdk;
        var routed = await sdk.ReadAsync(_router.Address, RouterProcess.CallerToken, group, @case.Stream, cancellation);
        if (SdkCheck.Fault(@case, routed) is not { } fault)
        {
            return null;
        }

        // A client that cannot read the upstream's own bytes either has a peculiarity of its own.
        return _cell.Caller == _cell.Upstream && @case.Expectation is Expectation.Same { Status: 200 }
            && (await sdk.ReadAsync(new Uri(_upstream.BaseUrl), "any", group, @case.Stream, cancellation)).ToString() == routed.ToString()
            ? null
            : fault;
    }
}
