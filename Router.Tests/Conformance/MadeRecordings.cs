// Answers of an upstream that recordings lack: the ways in which it fails.
using System.Text;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance;

internal static class MadeRecordings
{
    private static readonly (string, string)[] EventStream = [("content-type", "text/event-stream; charset=utf-8")];
    private static readonly (string, string)[] Json = [("content-type", "application/json")];
    private static readonly int[] ErrorStatuses = [400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 529];

    public static IEnumerable<Recording> Of(Surface upstream) =>
        Unary(upstream).Concat(upstream.Made.Content.Length > 0 ? Streams(upstream) : []);

    /// <summary>A body for a stream and a stream for a body: what is in them is written anew in every cell, the caller's own dialect too.</summary>
    public static IEnumerable<Recording> InOtherForm(Surface upstream) => upstream.Made.Content.Length == 0 ? [] :
    [
        Make(upstream, "made-body-instead-of-a-stream", stream: true, 200, upstream.MadeAnswer.Body) with { Headers = Json },
        Make(upstream, "made-stream-instead-of-a-body", stream: false, 200, upstream.MadeAnswer.Stream) with { Headers = EventStream },
    ];

    private static IEnumerable<Recording> Unary(Surface upstream)
    {
        foreach (var status in ErrorStatuses)
        {
            yield return Make(upstream, $"made-status-{status}", stream: false, status, upstream.Made.Refusal);
        }

        yield return Make(upstream, "made-body-cut-short", stream: false, 200, upstream.Made.CutBody) with { BreakOff = true };
        yield return Make(upstream, "made-body-is-no-json", stream: false, 200, "<html>Störung</html>");
    }

    private static IEnumerable<Recording> Streams(Surface upstream)
    {
        var (preamble, content, failure) = (upstream.Made.Preamble, upstream.Made.Content, upstream.Made.Failure);
        yield return Make(upstream, "made-error-before-content", stream: true, 200, preamble + failure);
        yield return Make(upstream, "made-error-after-content", stream: true, 200, preamble + content + failure);
        yield return Make(upstream, "made-error-without-its-blank-line", stream: true, 200, preamble + content + failure.TrimEnd());
        yield return Make(upstream, "made-cut-before-content", stream: true, 200, preamble);
        yield return Make(upstream, "made-cut-after-content", stream: true, 200, preamble + content);
        yield return Make(upstream, "made-cut-within-an-event", stream: true, 200, preamble + content + content[..(content.Length / 2)]);
        yield return Make(upstream, "made-cut-before-a-blank-line", stream: true, 200, preamble + content + content[..^1]);
        yield return Make(upstream, "made-cut-connection", stream: true, 200, preamble + content) with { BreakOff = true };
        yield return Make(upstream, "made-empty-stream", stream: true, 200, "");
        yield return Make(upstream, "made-page-instead-of-a-stream", stream: true, 200, "<html>Störung</html>") with { Headers = [("content-type", "text/html")] };
    }

    private static Recording Make(Surface upstream, string name, bool stream, int status, string body) => new(
        name, upstream.Name, stream, null, status, stream && status == 200 ? EventStream : Json, Encoding.UTF8.GetBytes(body), null);
}
