// Upstreams that answer oddly: what cannot be passed on costs neither the answer nor the next target, and nothing is charged for nothing.
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class UpstreamOddityTests
{
    private const string AskImage =
        """{"model":"chat","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://x/y.png"}}]}]}""";

    [Theory]
    [InlineData("x-request-id", "caf\u00e9", 200)]
    [InlineData("x-ratelimit-limit-requests", "a\u0001b", 200)]
    [InlineData("x-request-id", "caf\u00e9", 400)]
    [InlineData("retry-after", "caf\u00e9", 400)]
    public async Task A_header_that_cannot_be_passed_on_is_left_out_of_the_answer(string name, string value, int status)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer, status, (name, value)));

        var (answer, body) = await world.AskAsync();

        ((int)answer.StatusCode).Should().Be(status);
        body.Should().Be(UpstreamText.Answer);
        answer.Headers.Contains("x-upstream-request-id").Should().BeFalse();
        (await world.Router.RowAsync()).Attempts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_header_that_cannot_be_passed_on_is_left_out_of_a_stream()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.StartEventsAsync(("x-request-id", "caf\u00e9"));
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("a") + UpstreamText.Finish + UpstreamText.Usage + UpstreamText.Done);
        });

        using var caller = await world.StreamAsync();

        (await caller.ReadAllAsync()).Should().EndWith(UpstreamText.Done);
        (await world.Router.RowAsync()).Text("outcome").Should().Be("completed");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public async Task A_wait_that_is_no_number_is_no_wait(string wait)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerJsonAsync("{}", 429, ("retry-after", wait), ("retry-after-ms", wait)));
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (_, body) = await world.AskAsync();

        body.Should().Be(UpstreamText.Answer);
        (await world.Router.RowAsync()).Attempts.Select(a => a["error_class"]).Should().Equal(["status_429", null]);
    }

    [Fact]
    public async Task TLS_files_that_can_be_read_no_longer_fail_the_attempt_and_the_next_target_serves()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));
        using var folder = new TemporaryDirectory();
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=router", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
            folder.Write("client.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        }

        var file = folder["client.pem"].Replace('\\', '/');
        var yaml = UpstreamWorld.Yaml([upstream.BaseUrl, upstream.BaseUrl])
            .Replace("p1: {", $"p1: {{ tls: {{ certificate: \"{file}\", key: \"{file}\" }},", StringComparison.Ordinal);
        await using var router = await RunningRouter.StartAsync(yaml, new ManualTimeProvider());
        folder.Write("client.pem", "no certificate any more");

        using var answer = await router.ChatAsync(UpstreamWorld.Ask);

        ((int)answer.StatusCode).Should().Be(200);
        var row = await router.RowAsync();
        row.Attempts.Select(a => a["error_class"]).Should().Equal(["tls", null]);
        row.Number("failed_cost").Should().Be(0);
    }

    [Fact]
    public async Task A_refusal_in_the_upstreams_words_costs_nothing()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(r => r.AnswerJsonAsync("""{"error":{"message":"bad image","type":"invalid_request_error"}}""", 400));
        await using var router = await RunningRouter.StartAsync(WithImagePrice(upstream), new ManualTimeProvider());

        using var answer = await router.ChatAsync(AskImage);

        ((int)answer.StatusCode).Should().Be(400);
        var row = await router.RowAsync();
        row.Number("image_cost").Should().Be(0);
        row.Number("failed_cost").Should().Be(0);
        row.Number("total_cost").Should().Be(0);
    }

    [Fact]
    public async Task The_metric_of_cost_is_the_ledgers_total_also_for_a_stream_that_broke()
    {
        await using var upstream = new ScriptedUpstream();
        upstream.OnNext(async r =>
        {
            await r.StartEventsAsync();
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("a"));
            r.Close();
        });
        await using var router = await RunningRouter.StartAsync(WithImagePrice(upstream), new ManualTimeProvider());

        using var answer = await router.ChatAsync(AskImage.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal));

        var row = await router.RowAsync();
        row.Number("image_cost").Should().Be(10_000_000);
        using var page = await router.Admin.GetAsync(new Uri("/metrics", UriKind.Relative));
        (await page.Content.ReadAsStringAsync()).Split('\n').Should().ContainSingle(
            line => line.StartsWith("router_cost_nano_usd_total{", StringComparison.Ordinal) && line.EndsWith($" {row.Number("total_cost")}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\"}}]", 400, "status_400")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"half of an ans"},"finish_reason":"error","error":{"code":502,"message":"Provider returned error"}}]}""", 200, "stream_error")]
    public async Task What_is_the_providers_trouble_in_a_vendors_words_leads_to_the_next_target(string body, int status, string failed)
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(r => r.AnswerJsonAsync(body, status));
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (answer, told) = await world.AskAsync();

        ((int)answer.StatusCode, told).Should().Be((200, UpstreamText.Answer));
        (await world.Router.RowAsync()).Attempts.Select(a => a["error_class"]).Should().Equal([failed, null]);
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/octet-stream")]
    public async Task A_stream_of_a_type_that_says_nothing_is_one(string type)
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(async r =>
        {
            await r.SendHeadAsync(200, ("content-type", type));
            await r.SendChunkAsync(UpstreamText.Role + UpstreamText.Content("a") + UpstreamText.Finish + UpstreamText.Usage + UpstreamText.Done);
        });

        using var caller = await world.StreamAsync();

        (await caller.ReadAllAsync()).Should().EndWith(UpstreamText.Done);
        var row = await world.Router.RowAsync();
        (row.Text("outcome"), row.Text("usage_source")).Should().Be(("completed", "reported"));
    }

    [Fact]
    public async Task An_error_with_usage_in_a_200_is_charged_as_the_upstream_reported()
    {
        await using var world = await UpstreamWorld.StartAsync();
        world.First.OnNext(r => r.AnswerJsonAsync(
            """{"error":{"message":"crashed","type":"server_error"},"usage":{"prompt_tokens":700,"completion_tokens":30}}"""));

        await world.AskAsync();

        (await world.Router.RowAsync()).Number("failed_cost").Should().Be((700 * 1000) + (30 * 2000));
    }

    [Fact]
    public async Task A_refusal_that_is_cut_is_a_failed_attempt()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(async r =>
        {
            await r.SendHeadAsync(400, ("content-type", "application/json"), ("content-length", "5000"));
            await r.SendChunkAsync("""{"error":{"message":"half of""");
            r.Close();
        });
        world.Second.OnNext(r => r.AnswerJsonAsync(UpstreamText.Answer));

        var (_, body) = await world.AskAsync();

        body.Should().Be(UpstreamText.Answer);
        (await world.Router.RowAsync()).Attempts.Select(a => a["error_class"]).Should().Equal(["reset", null]);
    }

    [Fact]
    public async Task A_caller_that_leaves_before_anything_was_sent_is_not_charged()
    {
        // Takes connections into its queue and never answers, so that the TLS handshake never ends.
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var yaml = UpstreamWorld.Yaml([$"https://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}"], timeouts: "connect: 60s");
        await using var router = await RunningRouter.StartAsync(yaml, new ManualTimeProvider());
        using var leaving = new CancellationTokenSource();
        using var content = new StringContent(UpstreamWorld.Ask);
        var asking = router.Caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, leaving.Token);
        using var connection = await silent.AcceptTcpClientAsync().Within();

        await leaving.CancelAsync();

        await asking.Invoking(a => a).Should().ThrowAsync<OperationCanceledException>();
        var row = (await router.RowsAsync(1)).Single();
        row.Text("outcome").Should().Be("cancelled");
        row.Number("total_cost").Should().Be(0);
        row.Text("usage_source").Should().Be("none");
    }

    private static string WithImagePrice(ScriptedUpstream upstream) =>
        UpstreamWorld.Yaml([upstream.BaseUrl]).Replace("output: 2 }", "output: 2, image: 0.01 }", StringComparison.Ordinal);
}
