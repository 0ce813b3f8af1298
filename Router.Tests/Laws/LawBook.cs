// The laws of translation.
namespace Router.Tests.Laws;

internal static class LawBook
{
    public static IReadOnlyList<Law> All { get; } =
    [
        Law.Of("Translating a request twice gives the same bytes, names and losses", Made.Requests, RequestLaws.Determinism),
        Law.Of("A translated request is one whole JSON document without a member twice, whatever the target can do", Made.Requests, RequestLaws.OneDocument),
        Law.Of("No member of a request is lost in silence", Made.Requests, SilenceLaws.Carried),
        Law.Of("A member that nobody knows is reported, wherever it stands", Made.Requests, SilenceLaws.Unknown),
        Law.Of("Nothing is lost that the table calls exact", Made.Requests, RequestLaws.Table),
        Law.Of("A request written in its own dialect is read as the same request", Made.Requests, RequestLaws.RoundTrip),
        Law.Of("Schemas and arguments are carried byte for byte", Made.Requests, RequestLaws.RawJson),
        Law.Of("On a same-dialect route a request differs only inside the declared edits", Made.Requests, RequestLaws.Bytes),
        Law.Of("Reasoning goes back to its maker or nowhere", Made.Requests, ProvenanceLaw.Fault),
        Law.Of("Where an answer is cut changes no event", Made.Answers, AnswerLaws.Split),
        Law.Of("A stream and a body of one answer are read as the same events", Made.Answers, AnswerLaws.Fold),
        Law.Of("An answer told in any dialect, and from there in any other, says the same", Made.Answers, AnswerLaws.RoundTrip),
        Law.Of("Translating an answer twice gives the same bytes", Made.Answers, AnswerLaws.Determinism),
        Law.Of("No part of an answer is lost in silence", Made.Answers, AnswerLaws.Silence),
        Law.Of("A stream that is cut before its end fails, and whatever was begun is one answer without an end", Made.Answers, AnswerLaws.Truncation),
    ];
}
