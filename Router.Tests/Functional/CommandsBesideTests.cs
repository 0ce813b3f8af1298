// The command line beside a running router: it reads the same files and disturbs nothing.
using System.Net;
using System.Text.Json;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class CommandsBesideTests : IAsyncLifetime
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
    public async Task The_list_of_tokens_names_them_and_shows_no_secret()
    {
        var (_, issued, _) = await _router.RunAsync(
            "token", "issue", "--id", "ci", "--user", "u", "--project", "p", "--environment", "development", "--allow", "*", "--json");
        using var token = JsonDocument.Parse(issued);
        var text = token.RootElement.GetProperty("token").GetString()!;

        foreach (var arguments in (string[][])[["token", "list"], ["token", "list", "--json"]])
        {
            var (exit, output, errors) = await _router.RunAsync(arguments);
            exit.Should().Be(0, errors);
            output.Should().Contain(token.RootElement.GetProperty("id").GetString());
            output.Should().NotContain(text).And.NotContain(text[^20..]);
        }
    }

    [Fact]
    public async Task The_secret_of_a_token_lies_in_no_file()
    {
        var (_, issued, _) = await _router.RunAsync(
            "token", "issue", "--id", "ci", "--user", "u", "--project", "p", "--environment", "development", "--allow", "*", "--json");
        using var token = JsonDocument.Parse(issued);
        using (var caller = _router.CallerWith(token.RootElement.GetProperty("token").GetString()))
        {
            using var answer = await caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), BadInputWorld.Body(ChatText.Request));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        await _router.StopAsync();

        var secret = System.Text.Encoding.ASCII.GetBytes(token.RootElement.GetProperty("token").GetString()![^24..]);
        foreach (var file in Directory.EnumerateFiles(_router.Folder.Path, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(secret).Should().Be(-1, file);
        }
    }

    [Fact]
    public async Task A_token_made_for_the_file_works_once_its_hash_stands_there()
    {
        var (exit, output, _) = await _router.RunAsync("token", "new", "--json");
        exit.Should().Be(0);
        using var made = JsonDocument.Parse(output);
        using var caller = _router.CallerWith(made.RootElement.GetProperty("token").GetString());
        (await StatusAsync(caller)).Should().Be(HttpStatusCode.Unauthorized);

        var hash = made.RootElement.GetProperty("token_sha256").GetString()!;
        _router.Configure(_router.Folder.Read("router.yaml").Replace(RouterConfigText.HashOf(RouterProcess.CallerToken), hash, StringComparison.Ordinal));
        _router.Host.Reloader.Reload("test");

        (await StatusAsync(caller)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Check_lists_every_problem_of_the_file_that_the_router_refused()
    {
        (await _router.RunAsync("check")).ExitCode.Should().Be(0);
        _router.Configure(_router.Folder.Read("router.yaml") + "nonsense: 1\nmore_nonsense: 2\n");

        var (exit, output, errors) = await _router.RunAsync("check");

        exit.Should().Be(1);
        (output + errors).Should().Contain("nonsense").And.Contain("more_nonsense");
    }

    [Fact]
    public async Task A_row_that_was_changed_by_hand_is_found_by_verify()
    {
        for (var i = 0; i < 3; i++)
        {
            using var answer = await _router.ChatAsync(ChatText.Request);
        }

        await _router.RowsAsync();
        (await _router.RunAsync("verify")).ExitCode.Should().Be(0);
        await using (var connection = new SqliteConnection($"Data Source={_router.LedgerFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE usage SET total_cost = total_cost - 1 WHERE seq = 2";
            await command.ExecuteNonQueryAsync();
        }

        var (exit, output, errors) = await _router.RunAsync("verify");

        exit.Should().Be(1);
        (output + errors).Should().Contain("2");
    }

    [Fact]
    public async Task Tokens_change_while_requests_run_and_no_request_is_lost()
    {
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            var served = 0;
            while (!stop.IsCancellationRequested)
            {
                using var answer = await _router.ChatAsync(ChatText.Request);
                answer.StatusCode.Should().Be(HttpStatusCode.OK);
                served++;
            }

            return served;
        });
        for (var i = 0; i < 10; i++)
        {
            var (exit, _, errors) = await _router.RunAsync(
                "token", "issue", "--id", $"ci-{i}", "--user", "u", "--project", "p", "--environment", "development", "--allow", "*");
            exit.Should().Be(0, errors);
            (await _router.RunAsync("token", "revoke", $"ci-{i}")).ExitCode.Should().Be(0);
        }

        await stop.CancelAsync();

        (await _router.RowsAsync()).Count.Should().BeGreaterThanOrEqualTo(await load);
        (await _router.RowsAsync()).Should().HaveCount(await load).And.OnlyContain(row => row.Text("outcome") == "completed");
    }

    private static async Task<HttpStatusCode> StatusAsync(RouterClient caller)
    {
        using var answer = await caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), BadInputWorld.Body(ChatText.Request));
        return answer.StatusCode;
    }
}
