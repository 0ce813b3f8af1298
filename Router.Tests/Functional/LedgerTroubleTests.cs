// The ledger under strain: busy, held by another, at the end of the process.
using System.Net;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class LedgerTroubleTests : IAsyncLifetime
{
    private readonly ScriptedUpstream _upstream = new();
    private RunningRouter _router = null!;

    public async Task InitializeAsync()
    {
        _upstream.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));
        _router = await RunningRouter.StartAsync(RouterConfigText.Of(_upstream.BaseUrl, "chat"));
    }

    public async Task DisposeAsync()
    {
        await _router.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task While_another_holds_the_database_requests_go_on_and_their_rows_follow_once()
    {
        var ids = new List<string>();
        await using (var other = new SqliteConnection($"Data Source={_router.LedgerFile};Pooling=False"))
        {
            await other.OpenAsync();
            await ExecuteAsync(other, "BEGIN IMMEDIATE");
            for (var i = 0; i < 50; i++)
            {
                using var answer = await _router.ChatAsync(i % 5 == 0 ? "{}" : ChatText.Request);
                ids.Add(answer.Headers.GetValues("x-request-id").Single());
                answer.StatusCode.Should().Be(i % 5 == 0 ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
            }

            (await StoredRows.ReadAsync(_router.LedgerFile)).Should().BeEmpty();
            _router.Host.Ledger.QueueLength.Should().Be(50);
            await ExecuteAsync(other, "ROLLBACK");
        }

        (await _router.RowsAsync()).Select(row => row.Text("request_id")).Should().Equal(ids);
        (await _router.RunAsync("verify")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task An_answer_is_in_the_ledger_after_an_orderly_stop()
    {
        for (var i = 0; i < 10; i++)
        {
            using var answer = await _router.ChatAsync(ChatText.Request);
        }

        await _router.StopAsync();

        (await StoredRows.ReadAsync(_router.LedgerFile)).Should().HaveCount(10);
        new FileInfo(_router.LedgerFile + "-wal").Should().Match<FileInfo>(log => !log.Exists || log.Length == 0, "the writer empties its log at the end");
    }

    [Fact]
    public async Task A_second_router_on_the_same_ledger_exits_1_and_says_who_holds_it()
    {
        var (exit, _, errors) = await _router.RunAsync("serve");

        exit.Should().Be(1);
        errors.Should().Contain("in use by another router").And.Contain($"process {Environment.ProcessId}").And.Contain(Environment.MachineName);
        using var answer = await _router.ChatAsync(ChatText.Request);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_it_drains_running_requests_finish_and_late_ones_are_told_to_come_back()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = new ScriptedUpstream();
        slow.OnNext(async r =>
        {
            await r.StallAsync(go.Task);
            await r.AnswerJsonAsync(ChatText.Answer);
        });
        await using var router = await RunningRouter.StartAsync(RouterConfigText.Of(slow.BaseUrl, "chat"));
        using var late = await RawCaller.ConnectAsync(router.Host.Address);
        await late.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nhost: r\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\ncontent-length: {ChatText.Request.Length}\r\n\r\n{ChatText.Request[..10]}");
        var running = router.ChatAsync(ChatText.Request);
        await slow.RequestAsync();
        while (!(await router.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Contains("router_in_flight 2", StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }

        var stopping = router.StopAsync();
        using var ready = await router.Admin.GetAsync(new Uri("/readyz", UriKind.Relative));
        await late.SendAsync(ChatText.Request[10..]);
        var told = await late.ReadUntilAsync("\"code\":null");
        go.SetResult();
        using var answer = await running;
        await stopping.Within();

        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).Should().Contain("\"reason\":\"draining\"");
        told.Should().StartWith("HTTP/1.1 503 ").And.Contain("x-router-error: draining").And.Contain("[draining] ").And.MatchRegex("(?i)\r\nretry-after: 1\r\n");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await router.RowsAsync()).Select(row => (row.Text("outcome"), row.Text("error_code"))).Should().BeEquivalentTo(
            [("refused", "draining"), ("completed", (string?)null)]);
    }

    [Fact]
    public async Task When_the_ledger_cannot_account_for_a_second_attempt_it_is_not_made()
    {
        await using var world = await UpstreamWorld.StartAsync(targets: 2);
        world.First.OnNext(async r =>
        {
            // As when the disk is gone between the two attempts: the journal takes nothing any more.
            world.Router.Host.Ledger.Dispose();
            await r.AnswerJsonAsync("""{"error":{"message":"busy"}}""", 529);
        });
        world.Second.OnEvery(r => r.AnswerJsonAsync(ChatText.Answer));

        var (answer, body) = await world.AskAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.GetValues("x-router-error").Should().Equal("ledger_unavailable");
        answer.Headers.RetryAfter.Should().NotBeNull();
        UpstreamWorld.ErrorIn(body).Message.Should().StartWith("[ledger_unavailable]");
        world.First.Requests.Should().ContainSingle();
        world.Second.Requests.Should().BeEmpty();
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
