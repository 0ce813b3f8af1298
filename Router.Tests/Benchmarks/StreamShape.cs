// What the answers of one kind of request look like to the caller: how many events, and how many of them bring text.
using System.Net.Http.Headers;
using System.Text;
using Router.Inference;

namespace Router.Tests.Benchmarks;

/// <summary>
/// A translated stream has other events around its text than the upstream's, so rates of events are compared by those with text: they are
/// what a caller waits for, and translation hands them on one for one.
/// </summary>
/// <param name="Events">Events of one answer; 0 when it is no stream.</param>
/// <param name="Texts">Those with text.</param>
internal sealed record StreamShape(int Events, int Texts)
{
    /// <summary>An answer that is no stream.</summary>
    public static StreamShape Whole { get; } = new(0, 0);

    /// <summary>Reads one answer and looks at it.</summary>
    /// <exception cref="InvalidOperationException">It is not the text that the mock tells: its figures would be of something else.</exception>
    public static async Task<StreamShape> ReadAsync(BenchCell cell, CancellationToken cancellation)
    {
        if (!cell.Load.Answer.IsStream())
        {
            return Whole;
        }

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{cell.Target.Port}{cell.Load.Client.DefaultPath()}");
        request.Headers.Authorization = new("Bearer", cell.Target.Token);
        request.Content = new ByteArrayContent(RequestBody.Of(cell.Load));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await client.SendAsync(request, cancellation);
        var events = StreamText.Events(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation)));
        string[] texts = [.. events.Select(StreamText.Of).Where(text => text.Length > 0)];
        return string.Concat(texts) is { Length: > 0 } text && MockText.Of(text.Length) == text
            ? new StreamShape(events.Length, texts.Length)
            : throw new InvalidOperationException($"{cell.Target.Name}, {cell.Load.Name()}: the answer has not the text of the mock.");
    }
}
