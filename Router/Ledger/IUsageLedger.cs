// The door of the ledger: open before the upstream is called, settle exactly once.
using Router.Inference;

namespace Router.Ledger;

/// <summary>
/// What the pipeline calls. Nothing here waits for the database: a call is one write to the journal, and the writer thread does the rest.
/// A journal file's room on the disk is written when the file is made, so that a full disk refuses there (see
/// <see cref="JournalExtent"/> for the file systems on which that is no promise).
/// </summary>
internal interface IUsageLedger
{
    /// <summary>
    /// Notes a request whose body is still to come, so that it has a row though the process is killed meanwhile; null when that cannot be
    /// written. Whatever happens to it then is written by the other methods as if this had not been called, and <see cref="Arrived"/> follows.
    /// </summary>
    OpenRequest? Await(RequestFacts request);

    /// <summary>Forgets what <see cref="Await"/> noted: the request is open now, or settled.</summary>
    void Arrived(OpenRequest awaited);

    /// <summary>
    /// Writes the open record of a request that is about to reach <paramref name="target"/>. Null when the ledger cannot account for
    /// it (journal full or not writable): the request must not be sent, and is answered with <c>ledger_unavailable</c>.
    /// </summary>
    OpenRequest? Open(RequestFacts request, TargetFacts target);

    /// <summary>Notes that the request goes to another target now (a fallback or a retry); false when it cannot be written.</summary>
    /// <param name="progress">The attempts before.</param>
    bool Retarget(OpenRequest open, TargetFacts target, Settlement progress);

    /// <summary>Notes what has come of a running request, which is what its row will say when the process dies before it is settled.</summary>
    /// <param name="progress">The attempts before, and what the one in flight has given.</param>
    void Note(OpenRequest open, Settlement progress);

    /// <summary>Settles an open request. A second call for the same one throws: it would be a bug.</summary>
    /// <param name="created">The ids that the answer created at the target that served; from here on they are the project's.</param>
    void Settle(OpenRequest open, Settlement settlement, IReadOnlyCollection<StoredId>? created = null);

    /// <summary>Records a request that reached no upstream; false when it cannot be written.</summary>
    bool Record(RequestFacts request, Settlement settlement);
}
