// What the ids in a request say about where it may go.
using Router.Dialects;
using Router.Inference;
using Router.Ledger;

namespace Router.Relay;

/// <param name="Target">The one target that knows what the request refers to; null when it refers to nothing, or to nothing that holds.</param>
/// <param name="Refused">The ids that keep the request from being served; none when it may be.</param>
/// <param name="Reason">What is wrong with them, in a sentence.</param>
internal sealed record StoredIdTie(TargetName? Target, IReadOnlyList<ForeignId> Refused, string? Reason)
{
    private const string Unrecorded =
        "An id of what a provider keeps passes only when this router recorded it for the caller's project and target.";

    private const string Divided = "They belong to different targets, and a request goes to one.";

    private const string Elsewhere = "They belong to a target that this model does not have.";

    private static readonly StoredIdTie None = new(null, [], null);

    /// <summary>The tie of a request of a project, by the records of its ids.</summary>
    internal static StoredIdTie Of(IReadOnlyList<ForeignId> ids, string project, StoredIdLog log)
    {
        if (ids.Count == 0)
        {
            return None;
        }

        List<ForeignId>? unrecorded = null;
        TargetName? target = null;
        var isDivided = false;
        foreach (var id in ids)
        {
            if (log.Find(project, id.Kind, id.Value) is not { } found)
            {
                (unrecorded ??= []).Add(id);
                continue;
            }

            isDivided |= target is not null && target != found;
            target ??= found;
        }

        return unrecorded is not null ? new StoredIdTie(null, unrecorded, Unrecorded)
            : isDivided ? new StoredIdTie(null, ids, Divided)
            : new StoredIdTie(target, [], null);
    }

    /// <summary>The refusal of all its ids when no target of the group is the one they belong to.</summary>
    internal StoredIdTie Lost(IReadOnlyList<ForeignId> ids) => this with { Refused = ids, Reason = Elsewhere };
}
