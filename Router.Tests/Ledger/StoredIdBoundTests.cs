// However many ids are recorded, memory, journal and database hold a bounded number of them.
using System.Collections.Immutable;
using FluentAssertions;
using Router.Inference;
using Router.Ledger;
using Router.Storage;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class StoredIdBoundTests : IDisposable
{
    private static readonly TargetName Target = new("p", "m");

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Memory_lets_the_oldest_go()
    {
        var index = new StoredIdIndex(most: 3);
        for (var number = 1UL; number <= 5; number++)
        {
            index.Add(new IdHash(0, number), Target, 100, now: 1);
        }

        index.Count.Should().Be(3);
        Known(index).Should().Equal(3UL, 4UL, 5UL);

        // Recorded again, it is the newest: the next two push out the others.
        index.Add(new IdHash(0, 3), Target, 101, now: 1);
        index.Add(new IdHash(0, 6), Target, 101, now: 1);
        Known(index).Should().Equal(3UL, 5UL, 6UL);
    }

    [Fact]
    public void Memory_lets_go_what_has_expired_when_something_comes()
    {
        var index = new StoredIdIndex();
        index.Add(new IdHash(0, 1), Target, 10, now: 1);
        index.Add(new IdHash(0, 2), Target, 20, now: 1);
        index.Find(new IdHash(0, 1), now: 10).Should().BeNull();
        index.Find(new IdHash(0, 2), now: 10).Should().Be(Target);
        index.Add(new IdHash(0, 3), Target, 30, now: 10);
        index.Count.Should().Be(2);
    }

    [Fact]
    public void The_database_keeps_as_many_and_the_newest_of_them()
    {
        using var connection = _folder.Database.OpenWriter();
        Migrations.Apply(connection);
        using var insert = new PreparedStatement(connection, "sqlite/ledger/insert_stored_id.sql");
        using var trim = new PreparedStatement(connection, "sqlite/ledger/trim_stored_ids.sql");
        var rows = new StoredIdRows(insert, trim, most: 1_000);
        for (var batch = 0UL; batch < 30; batch++)
        {
            rows.Begin();
            rows.Insert(Record(batch, 300, expiresAt: 100));
            rows.Trim(now: 1);
            rows.Trim(now: 1);
        }

        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(1_000L);
        _folder.Value("SELECT MIN(id_hash) FROM stored_ids").Should().BeEquivalentTo(Bytes(new IdHash(26, 200)));

        rows.Begin();
        rows.Trim(now: 100);
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(1_000L, "nothing was added, so nothing is looked at");
        rows.Insert(Record(30, 1, expiresAt: 200));
        rows.Trim(now: 100);
        _folder.Value("SELECT COUNT(*) FROM stored_ids").Should().Be(745L, "a trim looks at 256");
    }

    [Fact]
    public void The_most_of_one_answer_fits_a_journal_slot()
    {
        var largest = SampleFacts.Largest();
        var hashes = Enumerable.Repeat(new IdHash(ulong.MaxValue / 2, 1UL << 63), StoredId.MostOfOneAnswer).ToImmutableArray();
        var name = new TargetName(largest.Target.Provider, largest.Target.Model);
        var record = new StoredIdRecord(largest.Request.ProjectId, name, long.MaxValue, hashes);
        using (var journal = _folder.Journal())
        {
            journal.Record(record).Should().NotBeNull();
        }

        var read = _folder.Scan().StoredIds.Should().ContainSingle().Subject;
        (read with { Hashes = [] }).Should().Be(record with { Hashes = [] });
        read.Hashes.Should().Equal(hashes);
        _folder.Scan().Slots.Should().BeEmpty();
    }

    private static StoredIdRecord Record(ulong batch, int count, long expiresAt) =>
        new("web", Target, expiresAt, [.. Enumerable.Range(0, count).Select(i => new IdHash(batch, (ulong)i))]);

    private static byte[] Bytes(IdHash hash)
    {
        var bytes = new byte[IdHash.Bytes];
        hash.Write(bytes);
        return bytes;
    }

    private static IEnumerable<ulong> Known(StoredIdIndex index) =>
        Enumerable.Range(1, 9).Select(i => (ulong)i).Where(number => index.Find(new IdHash(0, number), now: 1) is not null);
}
