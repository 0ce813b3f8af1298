// What a killed process left becomes rows, once.
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Router.Inference;
using Router.Ledger;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class LedgerRecoveryTests : IDisposable
{
    private const long Now = SampleFacts.Start + 60_000;
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_journal_of_another_version_is_kept_and_told_of()
    {
        using (var journal = _folder.Journal())
        {
            journal.Open(SampleFacts.Request(1), SampleFacts.Target());
        }

        var extent = JournalScan.ExtentPath(_folder.JournalDirectory, 0);
        var bytes = File.ReadAllBytes(extent);
        bytes[3]--;
        File.WriteAllBytes(extent, bytes);
        using var logs = new ListLoggerProvider();
        using (_folder.Start(logger: logs.For<UsageLedger>()))
        {
        }

        File.ReadAllBytes(JournalScan.ExtentPath(Path.Combine(_folder.JournalDirectory, $"version-{bytes[3]}"), 0)).Should().Equal(bytes);

        // Not on a copy of the folder, whose ledger this version may have migrated: the other one would refuse it.
        logs.Lines.Should().ContainSingle(line => line.Event.Id == 1616).Which.Message.Should().Contain("on a new data folder");
    }

    [Fact]
    public void An_open_request_is_interrupted_and_priced_at_what_was_held()
    {
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
            journal.Retarget(open, SampleFacts.Target(2, "other"), SampleFacts.Progress());
        }

        Recover().Should().Be((0, 1));
        _folder.Value(
            "SELECT outcome || ' ' || status || ' ' || error_code || ' ' || usage_source || ' ' || input_tokens || ' ' || output_tokens "
            + "|| ' ' || total_cost || ' ' || attempts || ' ' || fallback || ' ' || provider || ' ' || ended_at || ' ' || license_state FROM usage")
            .Should().Be($"interrupted 0 interrupted estimated 1000 2000 4500000 2 1 other {Now} valid");
        _folder.Column("SELECT attempt || ' ' || provider || ' ' || error_class || ' ' || cost FROM attempts ORDER BY attempt")
            .Should().Equal("1 openai interrupted 250000", "2 other interrupted 4250000");
        _folder.Value("SELECT failed_cost FROM usage").Should().Be(250_000L);
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_request_whose_body_was_still_to_come_is_interrupted_and_costs_nothing()
    {
        using (var journal = _folder.Journal())
        {
            journal.Await(SampleFacts.Request(1));
        }

        Recover().Should().Be((0, 1));
        _folder.Value("SELECT outcome || ' ' || attempts || ' ' || total_cost || ' ' || (provider IS NULL) FROM usage").Should().Be("interrupted 0 0 1");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_that_lies_in_its_first_place_too_has_the_row_of_its_later_one(bool isOpen)
    {
        using (var journal = _folder.Journal())
        {
            var awaited = journal.Await(SampleFacts.Request(1))!;
            if (isOpen)
            {
                journal.Open(SampleFacts.Request(1), SampleFacts.Target());
            }
            else
            {
                journal.Record(SampleFacts.Request(1), SampleFacts.Settled());
            }

            journal.Release(awaited.Slot);
        }

        Recover().Should().Be(isOpen ? (0, 1) : (1, 0));
        _folder.Value("SELECT provider FROM usage").Should().Be("openai");
    }

    [Fact]
    public void The_attempts_before_the_one_that_a_kill_interrupted_keep_what_they_came_to()
    {
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
            var first = SampleFacts.Attempt(1, error: "status_500", cost: 9);
            var second = SampleFacts.Attempt(2, "other", error: "connect");
            journal.Retarget(open, SampleFacts.Target(2, "other"), SampleFacts.Progress(first));
            journal.Retarget(open, SampleFacts.Target(3, "third"), SampleFacts.Progress(first, second));
        }

        Recover().Should().Be((0, 1));
        _folder.Column("SELECT attempt || ' ' || provider || ' ' || error_class || ' ' || cost FROM attempts ORDER BY attempt")
            .Should().Equal("1 openai status_500 9", "2 other connect 0", "3 third interrupted 4250000");
        _folder.Value("SELECT attempts || ' ' || failed_cost || ' ' || total_cost FROM usage").Should().Be("3 9 4250009");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void An_interrupted_answer_is_priced_at_what_was_seen_of_it()
    {
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
            journal.Note(open, Seen(SampleFacts.Target()) with { TtftMs = 70 });
        }

        Recover().Should().Be((0, 1));
        _folder.Value(
            "SELECT outcome || ' ' || usage_source || ' ' || input_tokens || ' ' || output_tokens || ' ' || total_cost || ' ' || ttft_ms FROM usage")
            .Should().Be("interrupted reported 100 10 45000 70");
        _folder.Value("SELECT input_tokens || ' ' || cost FROM attempts").Should().Be("100 45000");
    }

    [Theory]
    [InlineData(60_000, "2000 60000 500 1500")]
    [InlineData(-60_000, "2000 0 500 1500")]
    public void An_interrupted_request_lasted_as_long_as_it_is_known_to_have_run(long downFor, string expected)
    {
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(0), SampleFacts.Target())!;
            var first = SampleFacts.Attempt(1, error: "status_500") with { DurationMs = 500 };
            journal.Retarget(open, SampleFacts.Target(2, "other"), SampleFacts.Progress(first));
        }

        using (var session = _folder.Session())
        {
            LedgerRecovery.Run(_folder.Scan(), session, SampleFacts.Start + downFor);
        }

        _folder.Value("SELECT latency_ms || ' ' || (ended_at - started_at) || ' ' || "
            + "(SELECT (attempts.started_at - usage.started_at) || ' ' || duration_ms FROM attempts WHERE attempt = 2) FROM usage").Should().Be(expected);
    }

    [Fact]
    public void The_images_of_an_interrupted_request_are_charged()
    {
        using (var journal = _folder.Journal())
        {
            journal.Open(SampleFacts.Request(1), SampleFacts.Target() with { HeldImages = 3 });
        }

        Recover().Should().Be((0, 1));
        _folder.Value("SELECT image_count || ' ' || image_cost || ' ' || (SELECT cost FROM attempts) || ' ' || total_cost FROM usage")
            .Should().Be("3 21 4250021 4250021");
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void What_was_seen_of_one_attempt_prices_no_other()
    {
        using (var journal = _folder.Journal())
        {
            var open = journal.Open(SampleFacts.Request(1), SampleFacts.Target())!;
            journal.Note(open, Seen(SampleFacts.Target(2, "other")));
        }

        Recover().Should().Be((0, 1));
        _folder.Value("SELECT input_tokens || ' ' || output_tokens FROM usage").Should().Be("1000 2000");
    }

    [Fact]
    public void A_hold_beyond_all_bounds_does_not_keep_the_router_from_starting()
    {
        using (var journal = _folder.Journal())
        {
            journal.Record(SampleFacts.Request(1), SampleFacts.Settled());
            for (var number = 2; number <= 4; number++)
            {
                journal.Open(SampleFacts.Request(number), SampleFacts.Target() with { HeldOutputTokens = long.MaxValue });
            }
        }

        _folder.Start().Dispose();
        _folder.Column("SELECT output_tokens FROM usage ORDER BY seq").Should().Equal(77L, 1_000_000_000_000L, 1_000_000_000_000L, 1_000_000_000_000L);
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Fact]
    public void A_settled_request_is_written_as_it_was_settled()
    {
        using (var journal = _folder.Journal())
        {
            journal.Settle(journal.Open(SampleFacts.Request(1), SampleFacts.Target())!, SampleFacts.Settled());
            journal.Record(SampleFacts.Request(2), SampleFacts.Refused());
        }

        Recover().Should().Be((2, 0));
        _folder.Column("SELECT outcome FROM usage ORDER BY seq").Should().Equal("completed", "refused");
    }

    [Fact]
    public void A_second_recovery_of_the_same_journal_writes_nothing()
    {
        using (var journal = _folder.Journal())
        {
            journal.Open(SampleFacts.Request(1), SampleFacts.Target());
        }

        Recover().Should().Be((0, 1));
        Recover().Should().Be((0, 0));
        _folder.Value("SELECT COUNT(*) FROM usage").Should().Be(1L);
    }

    /// <summary>
    /// Any order of calls, commits and kills: each request that was opened or recorded has exactly one row at the end, and counts exactly
    /// once where it counts (which the verification compares).
    /// </summary>
    [Property(MaxTest = 25)]
    public Property Every_request_has_exactly_one_row(byte[] steps) => Prop.ToProperty(Holds(steps));

    private static bool Holds(byte[] steps)
    {
        using var folder = new LedgerFolder();
        using var session = folder.Session();
        var set = QuotaRows.NumberOf(folder.Database, "total license/a\nmonth customer/a\nwindow:1 customer/a");
        var run = new KillableLedger(folder, session, set);
        foreach (var step in steps)
        {
            run.Step(step);
        }

        run.Kill();
        var ids = folder.Column("SELECT request_id FROM usage ORDER BY request_id").Cast<string>();
        return ids.SequenceEqual(Enumerable.Range(1, run.Started).Select(SampleFacts.Id)) && folder.Verify().Ok;
    }

    [Fact]
    public void The_property_reaches_every_kind_of_step()
    {
        var steps = Enumerable.Range(0, 600).Select(step => (byte)(step * 37)).ToArray();
        Holds(steps).Should().BeTrue();
    }

    private static Settlement Seen(TargetFacts target) => SampleFacts.Progress() with
    {
        Served = target,
        Usage = new TokenUsage(Input: 100, Output: 10),
        UsageSource = UsageSource.Reported,
    };

    private (int Settled, int Interrupted) Recover()
    {
        using var session = _folder.Session();
        return LedgerRecovery.Run(_folder.Scan(), session, Now);
    }

    /// <summary>Journal and database driven one step at a time, so that a kill can come between any two.</summary>
    private sealed class KillableLedger(LedgerFolder folder, LedgerSession session, int set)
    {
        private readonly List<OpenRequest> _open = [];
        private readonly List<LedgerEntry> _settled = [];
        private Journal _journal = folder.Journal(epoch: 1);
        private long _epoch = 1;

        internal int Started { get; private set; }

        internal void Step(byte step)
        {
            switch (step % 8)
            {
                case 0 or 1:
                    _open.Add(_journal.Open(Request(), SampleFacts.Target())!);
                    break;
                case 2:
                    var refused = Request();
                    _settled.Add(new LedgerEntry(refused, SampleFacts.Refused(), _journal.Record(refused, SampleFacts.Refused())));
                    break;
                case 3 when _open.Count > 0:
                    _journal.Retarget(_open[step % _open.Count], SampleFacts.Target(2, "other"), SampleFacts.Progress(SampleFacts.Attempt(1)));
                    break;
                case 7 when _open.Count > 0 && step % 3 == 0:
                    _journal.Note(_open[step % _open.Count], Seen(SampleFacts.Target()));
                    break;
                case 4 or 5 when _open.Count > 0:
                    var open = _open[step % _open.Count];
                    _open.Remove(open);
                    _journal.Settle(open, SampleFacts.Settled());
                    _settled.Add(new LedgerEntry(open.Request, SampleFacts.Settled(), open.Slot));
                    break;
                case 6:
                    Commit(release: step % 3 != 0);
                    break;
                case 7 when step % 5 == 0:
                    Kill();
                    break;
                default:
                    break;
            }
        }

        internal void Kill()
        {
            _journal.Dispose();
            _open.Clear();
            _settled.Clear();
            LedgerRecovery.Run(folder.Scan(), session, Now);
            _journal = folder.Journal(++_epoch);
            _journal.Dispose();
            _journal = folder.Journal(++_epoch);
        }

        private RequestFacts Request() => SampleFacts.Request(++Started) with { QuotaSet = Started % 3 == 0 ? 0 : set };

        private void Commit(bool release)
        {
            session.Append(_settled.ToArray(), mayExist: false);
            foreach (var entry in release ? _settled : [])
            {
                _journal.Release(entry.Slot!.Value);
            }

            _settled.Clear();
        }
    }
}
