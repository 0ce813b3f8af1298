// What the router must know of a request before it can admit and route it.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The few facts read from a body; positions are in bytes of that body. Everything else in the body stays unread.</summary>
internal sealed class RequestHead
{
    /// <summary>The group or alias that the caller asked for, decoded.</summary>
    internal required string Model { get; init; }

    /// <summary>Where the value of <c>model</c> stands, its quotes included.</summary>
    internal required int ModelStart { get; init; }

    /// <inheritdoc cref="ModelStart"/>
    internal required int ModelLength { get; init; }

    /// <summary>The caller wants an event stream.</summary>
    internal bool Stream { get; init; }

    /// <summary>The caller's own limit on output tokens of one answer; null when there is none, and when it is 0.</summary>
    internal long? OutputLimit { get; init; }

    /// <summary>How many answers are asked for (<c>n</c>): the output limit holds for each of them.</summary>
    internal int AnswerCount { get; init; } = 1;

    internal RequestNeeds Needs { get; init; }

    /// <summary>
    /// Bytes of the body without inline images and documents: a bound on the input tokens of its text, since a token is at
    /// least a byte and the body's punctuation outweighs what a service puts around each message.
    /// </summary>
    internal long TextBytes { get; init; }

    /// <summary>Bytes of inline documents and of nothing else; they are not in <see cref="TextBytes"/>.</summary>
    internal long DocumentBytes { get; init; }

    /// <summary>Images, inline or by link.</summary>
    internal int ImageCount { get; init; }

    /// <summary>The ids in the body that name what a provider keeps.</summary>
    internal IReadOnlyList<ForeignId> ForeignIds { get; init; } = [];

    /// <summary>A document is named by its address, so its size is not known.</summary>
    internal bool HasLinkedDocument { get; init; }

    /// <summary>Something that counts as input is not in the body: a document by address, a file or a conversation that the provider keeps.</summary>
    internal bool HasUnseenInput
    {
        get
        {
            // Asked for every request: a loop makes nothing.
            var isUnseen = HasLinkedDocument;
            for (var at = 0; at < ForeignIds.Count && !isUnseen; at++)
            {
                isUnseen = ForeignIds[at].Kind != StoredIdKind.Container;
            }

            return isUnseen;
        }
    }

    /// <summary>
    /// The provider does not keep the answer, for the caller asked so (<c>store: false</c>) or did not ask for a thread of Messages.
    /// </summary>
    internal bool AnswerIsNotKept { get; init; }

    /// <summary>The caller asked for the usage chunk of a stream; when not, the one that the router asked for is kept from it.</summary>
    internal bool CallerWantsUsage { get; init; }

    /// <summary>The edits, sorted, that every attempt of the same dialect carries besides the model name.</summary>
    internal IReadOnlyList<JsonEdit> FixedEdits { get; init; } = [];

    /// <summary>Some of <see cref="FixedEdits"/> leave out reasoning that was sealed for a provider of another dialect.</summary>
    internal bool LeavesOutReasoning { get; init; }
}
