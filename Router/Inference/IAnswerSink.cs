// The events of an answer, one method each: the closed union that every dialect's answers are read into and written from.
namespace Router.Inference;

/// <summary>
/// Whoever takes an answer as it comes. The grammar, which every reader keeps and every sink may rely on:
/// <code>
/// Begin ( BeginPart ( Piece | Cite )* Keep? EndPart )* End        with Count anywhere between Begin and End
/// </code>
/// At most one part is open, so a part needs no number; a reader of a dialect whose parts interleave makes the later ones wait. An answer
/// that fails just stops: the failure is the reader's return value (it may come at any place, also before Begin), since only the relay
/// can put it into the caller's words. Spans are good for the call alone. No method allocates for a piece.
/// </summary>
internal interface IAnswerSink
{
    /// <summary>The answer began. Exactly once, before all else.</summary>
    void Begin(in AnswerStart start);

    /// <summary>A part begins; the one before it has ended.</summary>
    void BeginPart(in AnswerPart part);

    /// <summary>More of the open part's text, of a call's arguments or of a custom call's input. Never empty, unless it carries log probabilities.</summary>
    void Piece(in AnswerPiece piece);

    /// <summary>A source for the open text part.</summary>
    void Cite(in AnswerCitation citation);

    /// <summary>
    /// What the maker of the open reasoning part wants back: its own JSON of the part, see <see cref="SealedReasoning.Payload"/>. A
    /// writer seals it or leaves it out; it shows it to nobody.
    /// </summary>
    void Keep(ReadOnlySpan<byte> payload);

    /// <summary>The open part is whole.</summary>
    void EndPart();

    /// <summary>What the upstream counted so far; the last one holds, and a count that is null was not reported.</summary>
    void Count(in UsageReport usage);

    /// <summary>The answer is whole. Exactly once, after all else.</summary>
    void End(in AnswerEnd end);
}
