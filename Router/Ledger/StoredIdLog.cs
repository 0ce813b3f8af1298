// Whose the ids are under which providers keep things, and which target knows them.
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Router.Inference;
using Router.Storage;

namespace Router.Ledger;

/// <summary>
/// Answers from memory. What an answer created is here before its end goes out; it is in the journal then too, and in the database in the
/// same transaction as the request's row, so a record that a caller can rely on outlives the process. No id is kept, only keyed hashes.
/// </summary>
internal sealed class StoredIdLog
{
    /// <summary>How long a record is good: as long as the services keep answers.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>An id that comes again in each answer, such as a container's, is recorded again after that time only.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(1);

    private readonly IdHasher _hasher;
    private readonly StoredIdIndex _index = new();
    private readonly TimeProvider _time;

    private StoredIdLog(IdHasher hasher, TimeProvider time) => (_hasher, _time) = (hasher, time);

    /// <summary>Ids in memory.</summary>
    internal int Count => _index.Count;

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Loads what the database has, after adding to it what only the journal of the last run has.</summary>
    /// <exception cref="IOException">The key cannot be used.</exception>
    /// <exception cref="SqliteException">The database cannot be used.</exception>
    internal static StoredIdLog Open(string dataDirectory, SqliteDatabase database, IReadOnlyList<StoredIdRecord> journalled, TimeProvider time)
    {
        var log = new StoredIdLog(IdHasher.Open(dataDirectory), time);
        using var session = new LedgerSession(database.OpenWriter());
        var now = log.Now;
        session.LoadStoredIds(now, (hash, target, expiresAt) => log._index.Add(hash, target, expiresAt, now));

        // The journal still holds what the database has too, and what was recorded again since.
        var missing = new List<StoredIdRecord>();
        foreach (var record in journalled.Where(record => record.ExpiresAt > now).OrderBy(record => record.ExpiresAt))
        {
            var hashes = record.Hashes.RemoveAll(hash => log._index.Knows(hash, null, record.ExpiresAt));
            log.Add(hashes, record.Target, record.ExpiresAt, now);
            missing.Add(record with { Hashes = hashes });
        }

        if (missing.Count > 0)
        {
            session.AppendStoredIds(missing, now);
        }

        return log;
    }

    /// <summary>The target that knows an id of a project; null when there is no record of it.</summary>
    internal TargetName? Find(string project, StoredIdKind kind, string id) =>
        id.Length is > 0 and <= StoredId.MostCharacters ? _index.Find(_hasher.Of(kind, TextBound.Id.Cut(project), id), Now) : null;

    /// <summary>Takes what an answer created; what of it must be written, or null when all is recorded already.</summary>
    internal StoredIdRecord? Remember(string project, TargetName target, IReadOnlyCollection<StoredId> created)
    {
        var now = Now;
        var expiresAt = now + (long)Lifetime.TotalMilliseconds;
        var bounded = TextBound.Id.Cut(project);
        var hashes = ImmutableArray.CreateBuilder<IdHash>(Math.Min(created.Count, StoredId.MostOfOneAnswer));
        foreach (var id in created)
        {
            if (hashes.Count == StoredId.MostOfOneAnswer)
            {
                break;
            }

            if (id.Value.Length is 0 or > StoredId.MostCharacters)
            {
                continue;
            }

            var hash = _hasher.Of(id.Kind, bounded, id.Value);
            if (!_index.Knows(hash, target, expiresAt - (long)Renewal.TotalMilliseconds))
            {
                hashes.Add(hash);
            }
        }

        if (hashes.Count == 0)
        {
            return null;
        }

        var record = new StoredIdRecord(bounded, target, expiresAt, hashes.DrainToImmutable());
        Add(record.Hashes, target, expiresAt, now);
        return record;
    }

    private void Add(ImmutableArray<IdHash> hashes, TargetName target, long expiresAt, long now)
    {
        foreach (var hash in hashes)
        {
            _index.Add(hash, target, expiresAt, now);
        }
    }
}
