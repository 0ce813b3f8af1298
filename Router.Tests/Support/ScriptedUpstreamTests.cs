// The scripted upstream does on the wire what its steps say.
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Support;

#pragma warning disable RS0030 // the upstream is tried with the client that everyone knows
public sealed class ScriptedUpstreamTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = new();
    private readonly HttpClient _client;

    public ScriptedUpstreamTests() => _client = LoopbackClient.Create(_upstream.BaseUrl);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_whole_request_is_kept_as_it_came(bool chunked)
    {
        _upstream.OnNext(r => r.AnswerJsonAsync("""{"ok":true}""", headers: ("x-more", "1")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/things?a=b") { Content = new StringContent("""{"n":"ü"}""") };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.Add("X-Token", ["one", "two"]);
        using var answer = await _client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("x-more").Should().Equal("1");
        (await answer.Content.ReadAsStringAsync()).Should().Be("""{"ok":true}""");
        var seen = await _upstream.RequestAsync();
        (seen.Method, seen.Path, seen.Target).Should().Be(("POST", "/v1/things", "/v1/things?a=b"));
        seen["x-token"].Should().Be("one, two");
        ((string?)seen.Json["n"]).Should().Be("ü");
    }

    [Fact]
    public async Task Scripts_are_taken_in_order_and_then_the_one_for_every_request_on_one_connection()
    {
        _upstream.OnNext(r => r.AnswerJsonAsync("1")).OnNext(r => r.AnswerJsonAsync("2")).OnEvery(r => r.AnswerJsonAsync("3", 503));
        var answers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await _client.GetAsync(new Uri("/", UriKind.Relative));
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        answers.Should().Equal("1", "2", "3", "3");
        (_upstream.RequestCount, _upstream.ConnectionCount).Should().Be((4, 1));
        (await _upstream.RequestAsync(4)).Number.Should().Be(4);
    }

    [Fact]
    public async Task A_stream_arrives_event_by_event_when_the_test_lets_it()
    {
        var goOn = new TaskCompletionSource();
        _upstream.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendEventAsync("one");
            await r.StallAsync(goOn.Task);
            await r.DripAsync("event: two\ndata: 2\n\n");
        });
        await using var body = await _client.GetStreamAsync(new Uri("/", UriKind.Relative));
        using var reader = new StreamReader(body);
        (await reader.ReadLineAsync()).Should().Be("data: one");
        (await reader.ReadLineAsync()).Should().BeEmpty();
        var next = reader.ReadLineAsync();
        next.IsCompleted.Should().BeFalse();
        goOn.SetResult();
        (await next).Should().Be("event: two");
        (await reader.ReadToEndAsync()).Should().Be("data: 2\n\n");
    }

    [Fact]
    public async Task An_answer_can_be_reset_closed_or_garbage()
    {
        _upstream
            .OnNext(async r =>
            {
                await r.StartEventsAsync();
                await r.SendEventAsync("one");
                r.Reset();
            })
            .OnNext(async r =>
            {
                await r.StartEventsAsync();
                r.Close();
            })
            .OnNext(async r =>
            {
                await r.SendRawAsync("not http at all\r\n\r\n");
                r.Close();
            });
        for (var i = 0; i < 3; i++)
        {
            await FluentActions.Awaiting(() => _client.GetStringAsync(new Uri("/", UriKind.Relative)))
                .Should().ThrowAsync<HttpRequestException>();
        }

        _upstream.ConnectionCount.Should().Be(3);
    }

    [Fact]
    public async Task The_client_is_seen_leaving_in_the_middle_of_an_answer()
    {
        var left = new TaskCompletionSource<bool>();
        _upstream.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendEventAsync("one");
            await r.StallAsync();
            left.SetResult(r.ClientGone.IsCompleted);
        });
        var answer = await _client.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        left.Task.IsCompleted.Should().BeFalse();
        answer.Dispose();
        (await left.Task.Within()).Should().BeTrue();
    }

    [Fact]
    public async Task Connections_can_be_reset_or_refused_before_a_request()
    {
        _upstream.ResetNextConnections().OnEvery(r => r.AnswerJsonAsync("{}"));
        var get = FluentActions.Awaiting(() => _client.GetStringAsync(new Uri("/", UriKind.Relative)));
        await get.Should().ThrowAsync<HttpRequestException>();
        _upstream.RequestCount.Should().Be(0);
        await _upstream.RefuseAsync();
        (await get.Should().ThrowAsync<HttpRequestException>()).WithInnerException<SocketException>();
        _upstream.Listen();
        await get.Should().NotThrowAsync();
    }

    [Fact]
    public async Task A_request_without_a_script_fails_the_test()
    {
        var unscripted = new ScriptedUpstream();
        using var client = LoopbackClient.Create(unscripted.BaseUrl);
        using (var answer = await client.GetAsync(new Uri("/", UriKind.Relative)))
        {
            answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        }

        await FluentActions.Awaiting(async () => await unscripted.DisposeAsync()).Should().ThrowAsync<AggregateException>();
    }

    [Fact]
    public async Task It_speaks_tls_when_it_has_a_certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var secure = new ScriptedUpstream(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        secure.OnNext(r => r.AnswerAsync(200, "text/plain", "secret"u8.ToArray()));
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, seen, _, _) =>
            seen!.GetCertHashString() == certificate.GetCertHashString();
        using var client = new HttpClient(handler);
        (await client.GetStringAsync(new Uri(secure.BaseUrl + "/"))).Should().Be("secret");
    }
}
#pragma warning restore RS0030
