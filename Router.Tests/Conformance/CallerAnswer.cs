// What the caller got.

namespace Router.Tests.Conformance;

/// <param name="Body">All bytes until the end, or until the connection broke.</param>
internal sealed record CallerAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>Reads an answer to its end, however it ends.</summary>
    public static async Task<CallerAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            await stream.CopyToAsync(body, cancellation);
        }
        catch (Exception error) when (error is HttpIOException or IOException)
        {
            // What came before counts; that it ended so is seen in what is missing.
        }

        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new CallerAnswer((int)response.StatusCode, headers, body.ToArray());
    }
}
