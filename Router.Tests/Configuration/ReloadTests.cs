// Taking up changes while running, and going back.
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class ReloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("router-reload").FullName;
    private readonly MemoryRevisions _revisions = new();
    private readonly HandTime _time = new();
    private readonly ListLogger _logger = new();
    private Func<string, string?> _variable = _ => null;
    private readonly ConfigurationState _state;
    private readonly ConfigurationReloader _reloader;

    public ReloadTests()
    {
        File.WriteAllText(Path, Yaml.Good);
        var first = ConfigurationLoader.Load(Path, _ => null);
        _state = new ConfigurationState(first.Snapshot! with { Revision = _revisions.Accept(first.RedactedText, first.ContentHash, "start") });
        _reloader = new ConfigurationReloader(Path, name => _variable(name), first, _state, _revisions, _time, _logger);
        _reloader.Start();
    }

    private string Path => System.IO.Path.Combine(_folder, "router.yaml");

    private static string Changed => Yaml.Good.Replace("vendor-m", "newer-m", StringComparison.Ordinal);

    private static string Newest => Yaml.Good.Replace("vendor-m", "newest-m", StringComparison.Ordinal);

    private string ModelId => _state.Current.Providers["up"].Models["m"].Id;

    public void Dispose()
    {
        _reloader.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_unchanged_file_makes_no_revision()
    {
        _reloader.Reload("ops").Should().Be(new ReloadResult.Unchanged(1));
        File.SetLastWriteTimeUtc(Path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Look(4);

        _revisions.Texts.Should().HaveCount(1);
    }

    [Fact]
    public void A_good_change_becomes_a_numbered_revision_without_secrets()
    {
        var seen = new List<int>();
        _state.Changed += snapshot => seen.Add(snapshot.Revision);
        File.WriteAllText(Path, Changed);

        _reloader.Reload("ops").Should().Be(new ReloadResult.Accepted(2));

        ModelId.Should().Be("newer-m");
        seen.Should().Equal(2);
        _revisions.Texts[2].Should().Contain("newer-m").And.NotContain("sk-literal").And.Contain("\"<redacted sha256:");
    }

    [Fact]
    public void A_bad_change_keeps_the_last_good_one_and_logs_every_problem()
    {
        File.WriteAllText(Path, Changed + "\nserver: { drain: soon, model_identity: none }\n");

        _reloader.Reload("ops").Should().BeOfType<ReloadResult.Refused>().Which.Problems.Should().HaveCount(2);

        ModelId.Should().Be("vendor-m");
        _state.Current.Revision.Should().Be(1);
        _logger.Lines.Should().Contain(line => line.Contains("server.drain")).And.Contain(line => line.Contains("server.model_identity"));
        File.WriteAllText(Path, Changed);
        _reloader.Reload("ops").Should().Be(new ReloadResult.Accepted(2));
    }

    [Fact]
    public void A_file_that_is_put_back_as_it_was_ends_the_alarm_with_a_line()
    {
        File.WriteAllText(Path, "nonsense");
        Look(4);
        _reloader.IsRefused.Should().BeTrue();
        _logger.Lines.Should().NotContain(line => line.Contains("in force again"));

        File.WriteAllText(Path, Yaml.Good);
        Look(4);

        _reloader.IsRefused.Should().BeFalse();
        _logger.Lines.Should().ContainSingle(line => line.Contains("holds what is in force again (revision 1)"));
        _reloader.Reload("ops");
        _logger.Lines.Should().ContainSingle(line => line.Contains("in force again"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# providers:\n")]
    [InlineData("providers: {}\ngroups: {}\n")]
    public void A_file_without_groups_is_not_taken_up_where_there_are_some(string text)
    {
        File.WriteAllText(Path, text);

        _reloader.Reload("ops").Should().BeOfType<ReloadResult.Refused>();

        _state.Current.Groups.Should().ContainSingle();
    }

    [Fact]
    public void Warnings_of_a_file_that_is_taken_up_are_logged()
    {
        File.WriteAllText(Path, Changed);

        _reloader.Reload("ops").Should().Be(new ReloadResult.Accepted(2));

        _logger.Lines.Should().ContainSingle(line => line.Contains("no prices"));
    }

    [Fact]
    public void The_watcher_takes_up_a_change_once_it_was_seen_twice_and_tells_a_bad_one_once()
    {
        File.WriteAllText(Path, Changed);
        Look(1);
        _state.Current.Revision.Should().Be(1);
        Look(1);
        _state.Current.Revision.Should().Be(2);

        File.WriteAllText(Path, "nonsense");
        Look(6);
        _state.Current.Revision.Should().Be(2);
        _logger.Lines.Count(line => line.Contains("was refused")).Should().Be(1);
    }

    [Fact]
    public void The_watcher_sees_a_swapped_link_and_a_changed_secret_file()
    {
        var mounted = System.IO.Path.Combine(_folder, "mounted.yaml");
        var key = System.IO.Path.Combine(_folder, "key");
        File.WriteAllText(key, "one");
        File.WriteAllText(mounted, Changed.Replace("sk-literal-secret-0123456789", "file:key", StringComparison.Ordinal));
        File.Delete(Path);
        File.CreateSymbolicLink(Path, mounted);
        Look(2);
        _state.Current.Revision.Should().Be(2);

        File.WriteAllText(key, "two");
        Look(2);

        _state.Current.Revision.Should().Be(3);
        _state.Current.Providers["up"].ApiKey.Reveal().Should().Be("two");
    }

    [Fact]
    public void A_secret_file_that_changes_while_it_is_first_referred_to_is_taken_up()
    {
        var key = System.IO.Path.Combine(_folder, "key");
        File.WriteAllText(key, "one");
        _variable = _ =>
        {
            File.WriteAllText(key, "two");
            return null;
        };
        File.WriteAllText(Path, Changed.Replace("sk-literal-secret-0123456789", "file:key\n    region: ${REGION:-eu}", StringComparison.Ordinal));

        Look(4);

        _state.Current.Providers["up"].ApiKey.Reveal().Should().Be("two");
    }

    [Fact]
    public void A_change_while_the_router_starts_is_taken_up()
    {
        var first = ConfigurationLoader.Load(Path, _ => null);
        File.WriteAllText(Path, Changed);
        using var starting = new ConfigurationReloader(Path, _ => null, first, _state, _revisions, _time, _logger);
        starting.Start();

        Look(2);

        ModelId.Should().Be("newer-m");
        _state.Current.Revision.Should().Be(2);
    }

    [Fact]
    public void A_file_that_is_gone_for_a_while_changes_nothing()
    {
        File.Delete(Path);
        Look(4);
        File.WriteAllText(Path, Yaml.Good);
        Look(4);

        _state.Current.Revision.Should().Be(1);
        _revisions.Texts.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("server: { listen: http://127.0.0.1:9090 }", "server.listen")]
    [InlineData("server: { admin_listen: http://127.0.0.1:9091 }", "server.admin_listen")]
    [InlineData("server: { data_dir: elsewhere }", "server.data_dir")]
    [InlineData("ledger: { path: other.db }", "ledger.path")]
    [InlineData("ledger: { durability: power }", "ledger.durability")]
    public void What_cannot_change_while_running_is_refused_with_its_line(string line, string path)
    {
        File.WriteAllText(Path, line + "\n" + Yaml.Good);

        _reloader.Reload("ops").Should().BeOfType<ReloadResult.Refused>().Which.Problems.Should().Contain(
            problem => problem.Line == 1 && problem.Path == path && problem.Message.Contains("needs a restart"));
        _state.Current.Revision.Should().Be(1);
    }

    [Fact]
    public void A_ledger_that_does_not_take_the_revision_leaves_the_old_one_until_it_does()
    {
        _revisions.Broken = true;
        File.WriteAllText(Path, Changed);
        Look(20);
        _state.Current.Revision.Should().Be(1);
        _reloader.IsRefused.Should().BeTrue();
        _logger.Lines.Should().ContainSingle(line => line.Contains("did not take"));

        _revisions.Broken = false;
        Look(2);

        _state.Current.Revision.Should().Be(2);
        _reloader.IsRefused.Should().BeFalse();
    }

    [Fact]
    public void A_rollback_puts_the_old_text_with_its_secrets_back_under_its_old_number()
    {
        File.WriteAllText(Path, Changed);
        _reloader.Reload("ops");

        _reloader.Rollback(1, "ops").Should().Be(new ReloadResult.Accepted(1));

        ModelId.Should().Be("vendor-m");
        _state.Current.Providers["up"].ApiKey.Reveal().Should().Be("sk-literal-secret-0123456789");
        _revisions.Active.Should().Be(1);
        File.ReadAllText(Path).Should().Be(Yaml.Good.Replace("sk-literal-secret-0123456789", "\"sk-literal-secret-0123456789\"", StringComparison.Ordinal));
        File.ReadAllText(Path + ".previous").Should().Be(Changed);
        Look(4);
        _reloader.Reload("ops").Should().Be(new ReloadResult.Unchanged(1));
        _revisions.Texts.Should().HaveCount(2);
    }

    [Fact]
    public void A_rollback_keeps_the_rights_of_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.WriteAllText(Path, Changed);
        _reloader.Reload("ops");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        _reloader.Rollback(1, "ops").Should().Be(new ReloadResult.Accepted(1));

        File.GetUnixFileMode(Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path + ".previous").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_rollback_to_what_is_in_force_writes_nothing_unless_the_file_differs()
    {
        _reloader.Rollback(1, "ops").Should().Be(new ReloadResult.Unchanged(1));
        File.Exists(Path + ".previous").Should().BeFalse();

        File.WriteAllText(Path, "providers: [");
        _reloader.Reload("ops");
        _reloader.IsRefused.Should().BeTrue();
    }

    [Fact]
    public void A_rollback_that_cannot_be_done_changes_nothing()
    {
        _reloader.Rollback(7, "ops").Should().Be(new ReloadResult.Unknown(7));
        File.WriteAllText(Path, Changed.Replace("sk-literal", "sk-another", StringComparison.Ordinal));
        _reloader.Reload("ops");
        var before = File.ReadAllText(Path);

        _reloader.Rollback(1, "ops").Should().BeOfType<ReloadResult.Refused>().Which.Problems.Should().ContainSingle()
            .Which.Message.Should().Contain("not in the current file").And.NotContain("sk-");

        File.ReadAllText(Path).Should().Be(before);
        _state.Current.Revision.Should().Be(2);
    }

    [Fact]
    public void A_rollback_that_the_ledger_refuses_puts_the_file_back()
    {
        File.WriteAllText(Path, Changed);
        _reloader.Reload("ops");
        _revisions.Broken = true;

        _reloader.Rollback(1, "ops").Should().BeOfType<ReloadResult.Refused>();

        File.ReadAllText(Path).Should().Be(Changed);
        _state.Current.Revision.Should().Be(2);
    }

    [Fact]
    public void A_file_that_is_written_while_the_ledger_goes_back_is_taken_up()
    {
        File.WriteAllText(Path, Changed);
        _reloader.Reload("ops");
        _revisions.OnActivate = () => File.WriteAllText(Path, Newest);

        _reloader.Rollback(1, "ops").Should().Be(new ReloadResult.Accepted(1));

        Look(2);
        ModelId.Should().Be("newest-m");
        _state.Current.Revision.Should().Be(3);
    }

    [Fact]
    public void A_file_that_is_written_while_the_ledger_refuses_to_go_back_stays()
    {
        File.WriteAllText(Path, Changed);
        _reloader.Reload("ops");
        _revisions.OnActivate = () => File.WriteAllText(Path, Newest);
        _revisions.Broken = true;

        _reloader.Rollback(1, "ops").Should().BeOfType<ReloadResult.Refused>();
        _revisions.Broken = false;
        Look(2);

        File.ReadAllText(Path).Should().Be(Newest);
    }

    private void Look(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _time.Fire();
        }
    }

    private sealed class HandTime : TimeProvider
    {
        private Action? _fire;

        public void Fire() => _fire?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return new Idle();
        }

        private sealed class Idle : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private sealed class ListLogger : ILogger<ConfigurationReloader>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
