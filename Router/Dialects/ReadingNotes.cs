// What a request reader notes while it reads.
using System.Collections.Immutable;
using Router.Inference;

namespace Router.Dialects;

/// <summary>Members without a place in the neutral model, and the first thing that is wrong with the body. One for each reading.</summary>
internal sealed class ReadingNotes
{
    // Behind the bound nobody looks any more, so whatever comes there is refused.
    private static readonly UnreadMember Others = new(LossRule.UnknownField, "(others)");

    private readonly List<UnreadMember> _unread = [];
    private HashSet<UnreadMember>? _seen;

    /// <summary>The first thing that is wrong; the reader reads on and its result is thrown away.</summary>
    internal RouterError? Error { get; private set; }

    /// <summary>For <see cref="InferenceRequest.Unread"/>: each once, in the order found.</summary>
    internal ImmutableArray<UnreadMember> Unread() => [.. _unread];

    /// <summary>Notes a member that has no place.</summary>
    /// <param name="path">Without indices, so that a member of a thousand messages is noted once.</param>
    internal void Unread(LossRule rule, string path)
    {
        var member = _unread.Count < LossList.MostEntries ? new UnreadMember(rule, path) : Others;
        if (_unread.Count <= LossList.MostEntries && (_seen ??= []).Add(member))
        {
            _unread.Add(member);
        }
    }

    /// <summary>Notes that a member is not what it must be.</summary>
    internal void Wrong(string path, string detail) => Error ??= BodyFaults.Invalid($"'{path}' {detail}.", path);
}
