// router verify says whether the ledger holds.
using System.Text.Json;
using FluentAssertions;
using Router.Tests.Commands;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly LedgerFolder _folder = new();
    private readonly string _config;

    public VerifyCommandTests()
    {
        _config = Path.Combine(_folder.DataDirectory, "router.yaml");
        File.WriteAllText(_config, "server: { data_dir: . }\nledger: { path: ledger.db }\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_ledger_that_holds_is_ok_beside_a_running_router()
    {
        using var ledger = _folder.Start();
        ledger.Settle(ledger.Open(SampleFacts.Request(1), SampleFacts.Target())!, SampleFacts.Settled());
        ledger.Open(SampleFacts.Request(2), SampleFacts.Target());
        await ledger.Flush();

        var run = await CommandLineRun.OfAsync(["verify", "--config", _config, "--json"]);

        run.ExitCode.Should().Be(0, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("ok").GetBoolean().Should().BeTrue();
        json.RootElement.GetProperty("rows").GetInt64().Should().Be(1);
        json.RootElement.GetProperty("open").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("problems").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_changed_row_is_named_and_the_exit_code_is_1()
    {
        using (var ledger = _folder.Start())
        {
            ledger.Record(SampleFacts.Request(1), SampleFacts.Refused());
        }

        _folder.Execute("UPDATE usage SET user_id = 'mallory'");
        var run = await CommandLineRun.OfAsync(["verify", "--config", _config]);
        run.ExitCode.Should().Be(1);
        run.Out.Should().Contain("row 1").And.Contain("does not hold");
    }

    [Fact]
    public async Task A_missing_ledger_is_said()
    {
        var run = await CommandLineRun.OfAsync(["verify", "--config", _config]);
        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("no ledger");
    }
}
