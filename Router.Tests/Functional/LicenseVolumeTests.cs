// Volume limits of a licence on a running router.
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Router.Licensing;
using Router.Tests.Licensing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class LicenseVolumeTests
{
    [Fact]
    public async Task A_total_is_spent_for_good_and_a_credit_note_adds_to_it_once()
    {
        await using var world = await LicenseWorld.StartAsync(Requests("""{ "total": 2 }"""));
        await AskAsync(world, 200, 200);

        using (var answer = await world.Router.ChatAsync(UpstreamWorld.Ask))
        {
            ((int)answer.StatusCode, answer.Headers.GetValues("x-router-error").Single()).Should().Be((429, "license_volume_exceeded"));
            answer.Headers.GetValues("x-should-retry").Should().Equal("false");
            answer.Headers.Contains("retry-after").Should().BeFalse();
            UpstreamWorld.ErrorIn(await answer.Content.ReadAsStringAsync()).Should().Match<(string? Code, string Message)>(
                error => error.Code == "insufficient_quota" && error.Message.Contains("requests.total", StringComparison.Ordinal));
        }

        Directory.CreateDirectory(world.PathOf("credits"));
        world.Put("credits/note.json", world.Issuer.Sign(Credit("lic-1", 1), EnvelopeType.Credit));
        world.Put("credits/other.json", world.Issuer.Sign(Credit("lic-9", 1), EnvelopeType.Credit));
        world.Look();
        await AskAsync(world, 200, 429);

        var admin = await world.AdminAsync();
        admin["credits"]!.AsArray().Select(credit => (string?)credit!["state"]).Should().Equal("taken", "ignored");
        var limit = admin["limits"]!.AsArray().Single()!;
        ((string?)limit["limit"], (long)limit["max"]!, (long)limit["used"]!, (long)limit["remaining"]!).Should().Be(("requests.total", 3, 3, 0));

        await world.Router.StopAsync();
        await world.Router.StartAsync();
        await AskAsync(world, 429);
        (await world.Router.RunAsync("verify")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_credit_note_that_came_too_late_stays_so_when_the_clock_is_set_back()
    {
        await using var world = await LicenseWorld.StartAsync(Requests("""{ "total": 1 }"""));
        await AskAsync(world, 200, 429);
        world.Clock.JumpWallClock(DateTimeOffset.FromUnixTimeSeconds(Issuer.Expiry + 60) - world.Clock.GetUtcNow());
        world.Look();
        Directory.CreateDirectory(world.PathOf("credits"));
        world.Put("credits/note.json", world.Issuer.Sign(Credit("lic-1", 1), EnvelopeType.Credit));

        world.Clock.JumpWallClock(-TimeSpan.FromHours(1));
        world.Look();

        await AskAsync(world, 429);
        (await world.AdminAsync())["credits"]!.AsArray().Select(credit => (string?)credit!["reason"]).Should().Equal("too_late");
        (await world.Router.RunAsync("license", "status", "--json")).Output.Should().Contain("too_late");
    }

    [Fact]
    public async Task A_window_slides_and_swapping_files_resets_nothing()
    {
        await using var world = await LicenseWorld.StartAsync(Requests("""{ "window": { "count": 2, "seconds": 60 } }"""));
        await AskAsync(world, 200, 200);
        using (var answer = await world.Router.ChatAsync(UpstreamWorld.Ask))
        {
            ((int)answer.StatusCode).Should().Be(429);
            int.Parse(answer.Headers.GetValues("retry-after").Single(), null).Should().BeInRange(59, 61);
        }

        world.Install(claims =>
        {
            Requests("""{ "window": { "count": 2, "seconds": 60 } }""")(claims);
            claims["jti"] = "lic-2";
        });
        world.Look();
        await AskAsync(world, 429);

        world.Clock.Advance(TimeSpan.FromSeconds(62));
        await AskAsync(world, 200);
    }

    [Fact]
    public async Task Requests_in_flight_are_limited_and_a_refused_one_counts_nowhere()
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["limits"] = JsonNode.Parse("""{ "max_concurrent": 1, "requests": { "total": 10 } }"""));
        var go = new TaskCompletionSource();
        world.Upstream.OnNext(async r =>
        {
            await go.Task;
            await r.AnswerJsonAsync(UpstreamText.Answer);
        });
        var running = world.AskAsync();
        await world.Upstream.RequestAsync();

        using (var answer = await world.Router.ChatAsync(UpstreamWorld.Ask))
        {
            ((int)answer.StatusCode, answer.Headers.GetValues("retry-after").Single()).Should().Be((429, "1"));
        }

        go.SetResult();
        (await running).Should().Be((200, null));
        await AskAsync(world, 200);
        var limits = (await world.AdminAsync())["limits"]!.AsArray();
        ((long)limits.Single(limit => (string)limit!["limit"]! == "requests.total")!["used"]!).Should().Be(2);
    }

    [Fact]
    public async Task The_limits_hold_from_the_first_request_that_comes_while_the_router_starts()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        var asking = Enumerable.Range(0, 8).Select(_ => Task.Run(() => AskUntilRefusedAsync(address))).ToList();

        await using var world = await LicenseWorld.StartAsync(
            Requests("""{ "total": 1 }"""), yaml: text => text.Replace("${ROUTER_LISTEN}", address.OriginalString, StringComparison.Ordinal));

        (await Task.WhenAll(asking).Within()).Sum().Should().Be(1);
        world.Upstream.RequestCount.Should().Be(1);
    }

    [Fact]
    public async Task Tokens_are_counted_as_they_were_settled()
    {
        await using var world = await LicenseWorld.StartAsync(claims => claims["limits"] = JsonNode.Parse("""{ "tokens": { "month": 1000000 } }"""));
        await AskAsync(world, 200);

        var limit = (await world.AdminAsync())["limits"]!.AsArray().Single()!;
        ((string?)limit["limit"], (long)limit["used"]!, (string?)limit["resets_at"]).Should().Be(("tokens.month", 10, "2026-12-01T00:00:00Z"));
    }

    /// <summary>Asks a router that may not listen yet, again and again, until it says that the volume is used up; how often it was served.</summary>
    private static async Task<int> AskUntilRefusedAsync(Uri address)
    {
        using var caller = new RouterClient(address, RouterProcess.CallerToken);
        using var limit = new CancellationTokenSource(Patience.Limit);
        var served = 0;
        while (!limit.IsCancellationRequested)
        {
            try
            {
                using var answer = await caller.PostAsync(
                    new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(UpstreamWorld.Ask, Encoding.UTF8, "application/json"), limit.Token);
                served += (int)answer.StatusCode == 200 ? 1 : 0;
                if ((int)answer.StatusCode == 429)
                {
                    break;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                await Task.Yield();
            }
        }

        return served;
    }

    private static Action<JsonObject> Requests(string limit) => claims => claims["limits"] = new JsonObject { ["requests"] = JsonNode.Parse(limit) };

    private static string Credit(string license, long requests) =>
        $$"""{"iss":"https://licences.example","jti":"credit-{{license}}","sub":"acme","product":"router","license":"{{license}}","iat":{{Issuer.Start}},"exp":{{Issuer.Expiry}},"adds":{ "requests":{{requests}} } }""";

    private static async Task AskAsync(LicenseWorld world, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            (await world.AskAsync()).Status.Should().Be(status);
        }
    }
}
