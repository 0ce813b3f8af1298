// Whose an id is stays known as long as it should, to whom it should, and to nobody else.
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Router.Inference;
using Router.Ledger;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class StoredIdLogTests : IDisposable
{
    private static readonly TargetName Small = new("openai", "small");

    private readonly LedgerFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private int _requests;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_an_answer_created_is_known_at_once_to_its_project_alone()
    {
        using var ledger = _folder.Start(time: _clock);
        Answer(ledger, Response("resp_1"), new StoredId(StoredIdKind.Item, "msg_1"));
        Find(ledger, "resp_1").Should().Be(Small);
        ledger.StoredIds.Find("web", StoredIdKind.Item, "msg_1").Should().Be(Small);
        ledger.StoredIds.Find("other", StoredIdKind.Response, "resp_1").Should().BeNull();
        ledger.StoredIds.Find("wep", StoredIdKind.Response, "resp_1").Should().BeNull();
        ledger.StoredIds.Find("web", StoredIdKind.Item, "resp_1").Should().BeNull("a reference to an item is no reference to an answer");
        foreach (var unknown in new[] { "resp_2", "Resp_1", "resp_1 ", "", new string('x', StoredId.MostCharacters + 1) })
        {
            Find(ledger, unknown).Should().BeNull();
        }
    }

    [Fact]
    public void One_id_of_two_projects_is_each_ones_own()
    {
        using var ledger = _folder.Start(time: _clock);
        Answer(ledger, Response("1"));
        Answer(ledger, "other", "p2", Response("1"));
        Find(ledger, "1").Should().Be(Small);
        ledger.StoredIds.Find("other", StoredIdKind.Response, "1").Should().Be(new TargetName("p2", "small"));
    }

    [Fact]
    public void It_is_known_after_an_orderly_restart()
    {
        using (var ledger = _folder.Start(time: _clock))
        {
            Answer(ledger, Response("resp_1"));
        }

        using var again = _folder.Start(time: _clock);
        Find(again, "resp_1").Should().Be(Small);
        again.StoredIds.Find("other", StoredIdKind.Response, "resp_1").Should().BeNull();
    }

    [Fact]
    public void It_is_known_after_an_end_before_the_database_had_it()
    {
        using (var ledger = _folder.Start(NoDatabase, new HastyTime()))
        {
            Answer(ledger, Response("resp_1"), new StoredId(StoredIdKind.Container, "cntr_1"));
            ledger.SlotsInUse.Should().Be(2, "the ids have a slot of their own");
        }

        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(0L);
        _folder.Start().Dispose();
        using var again = _folder.Start();
        Find(again, "resp_1").Should().Be(Small);
        again.StoredIds.Find("web", StoredIdKind.Container, "cntr_1").Should().Be(Small);
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(2L);
        _folder.Value("SELECT COUNT(*) FROM usage").Should().Be(1L);
    }

    [Fact]
    public async Task The_journal_of_the_last_run_adds_nothing_that_the_database_has()
    {
        using (var ledger = _folder.Start(time: _clock))
        {
            Answer(ledger, Response("resp_1"));
            await ledger.Flush();
            ledger.SlotsInUse.Should().Be(0);
        }

        var hash = IdHash.Read((byte[])_folder.Value("SELECT id_hash FROM stored_ids")!);
        var expiresAt = (long)_folder.Value("SELECT expires_at FROM stored_ids")!;
        using (var journal = _folder.Journal(_folder.Scan().Epoch + 1))
        {
            journal.Record(new StoredIdRecord("web", Small, expiresAt, [hash])).Should().NotBeNull();
            journal.Record(new StoredIdRecord("web", new TargetName("older", "small"), expiresAt - 1, [hash]));
        }

        using var again = _folder.Start(time: _clock);
        Find(again, "resp_1").Should().Be(Small);
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(1L);
    }

    [Fact]
    public async Task It_is_forgotten_after_its_lifetime_and_its_row_goes_with_the_next_answer()
    {
        using var ledger = _folder.Start(time: _clock);
        Answer(ledger, Response("resp_1"));
        _clock.Advance(StoredIdLog.Lifetime - TimeSpan.FromMilliseconds(1));
        Find(ledger, "resp_1").Should().Be(Small);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Find(ledger, "resp_1").Should().BeNull();

        Answer(ledger, Response("resp_2"));
        await ledger.Flush();
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(1L);
        ledger.StoredIds.Count.Should().Be(1);
    }

    [Fact]
    public void A_start_removes_what_has_expired()
    {
        using (var ledger = _folder.Start(time: _clock))
        {
            Answer(ledger, Response("resp_1"));
        }

        _clock.Advance(StoredIdLog.Lifetime);
        using var again = _folder.Start(time: _clock);
        Find(again, "resp_1").Should().BeNull();
        again.StoredIds.Count.Should().Be(0);
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(0L);
    }

    [Fact]
    public async Task An_id_that_comes_with_each_answer_is_written_once_a_day_and_lives_on()
    {
        using var ledger = _folder.Start(time: _clock);
        for (var hour = 0; hour < 49; hour++)
        {
            Answer(ledger, new StoredId(StoredIdKind.Container, "cntr_1"));
            _clock.Advance(TimeSpan.FromHours(1));
        }

        await ledger.Flush();
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(2L);
        _clock.Advance(StoredIdLog.Lifetime - TimeSpan.FromDays(2));
        ledger.StoredIds.Find("web", StoredIdKind.Container, "cntr_1").Should().Be(Small);
    }

    [Fact]
    public void An_id_that_another_target_gives_again_is_the_later_ones()
    {
        using (var ledger = _folder.Start(time: _clock))
        {
            Answer(ledger, Response("1"));
            Answer(ledger, "web", "p2", Response("1"));
            Find(ledger, "1").Should().Be(new TargetName("p2", "small"));
        }

        using var again = _folder.Start(time: _clock);
        Find(again, "1").Should().Be(new TargetName("p2", "small"));
    }

    [Fact]
    public void Without_its_key_the_record_tells_nothing_and_a_key_that_is_none_is_said()
    {
        using (var ledger = _folder.Start(time: _clock))
        {
            Answer(ledger, Response("resp_1"));
        }

        var key = Path.Combine(_folder.DataDirectory, "stored-ids.key");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(key).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var bytes = File.ReadAllBytes(key);
        bytes.Should().HaveCount(32);
        bytes.Distinct().Should().HaveCountGreaterThan(16);
        File.WriteAllBytes(key, bytes[..31]);
        ((Func<UsageLedger>)(() => _folder.Start(time: _clock))).Should().Throw<IOException>().WithMessage("*stored-ids.key is damaged*");

        File.Delete(key);
        using (var other = _folder.Start(time: _clock))
        {
            Find(other, "resp_1").Should().BeNull();
        }

        File.WriteAllBytes(key, bytes);
        using var again = _folder.Start(time: _clock);
        Find(again, "resp_1").Should().Be(Small);
    }

    [Fact]
    public void No_file_holds_an_id()
    {
        using (var ledger = _folder.Start(NoDatabase, new HastyTime()))
        {
            Answer(ledger, Response("resp_that_nobody_may_read"));
        }

        _folder.Start().Dispose();
        foreach (var file in Directory.EnumerateFiles(_folder.DataDirectory, "*", SearchOption.AllDirectories))
        {
            File.ReadAllBytes(file).AsSpan().IndexOf("that_nobody_may_read"u8).Should().Be(-1, file);
        }
    }

    [Fact]
    public async Task An_answer_without_ids_and_one_without_end_are_settled_like_any_other()
    {
        using var ledger = _folder.Start(time: _clock);
        Answer(ledger);
        Answer(ledger, [.. Enumerable.Range(0, 2 * StoredId.MostOfOneAnswer).Select(i => new StoredId(StoredIdKind.Item, $"msg_{i}"))]);
        await ledger.Flush();
        _folder.Value("SELECT COUNT(*) FROM usage").Should().Be(2L);
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be((long)StoredId.MostOfOneAnswer);
        ledger.SlotsInUse.Should().Be(0);
        _folder.Verify().Problems.Should().BeEmpty();
    }

    private static SqliteConnection NoDatabase() => throw new SqliteException("full", SQLitePCL.raw.SQLITE_FULL);

    private static StoredId Response(string id) => new(StoredIdKind.Response, id);

    private static TargetName? Find(UsageLedger ledger, string id) => ledger.StoredIds.Find("web", StoredIdKind.Response, id);

    private void Answer(UsageLedger ledger, params StoredId[] created) => Answer(ledger, "web", "openai", created);

    private void Answer(UsageLedger ledger, string project, string provider, params StoredId[] created)
    {
        var open = ledger.Open(SampleFacts.Request(++_requests) with { ProjectId = project }, SampleFacts.Target(provider: provider))!;
        var settlement = SampleFacts.Settled(SampleFacts.Attempt(1, provider));
        ledger.Settle(open, settlement with { EndedAt = _clock.GetUtcNow().ToUnixTimeMilliseconds() }, created);
    }
}
