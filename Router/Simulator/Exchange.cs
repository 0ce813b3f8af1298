// One request on its way to its answer: what every step of answering needs.
using System.Security.Cryptography;
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

/// <param name="Http">The connection.</param>
/// <param name="Dialect">Whose envelope and headers an error gets.</param>
/// <param name="Body">The request body, or undefined.</param>
/// <param name="BodyHash">Lower-case hex of the body's SHA-256.</param>
/// <param name="Number">Counts the requests of this server.</param>
/// <param name="Time">The clock that waits go by.</param>
/// <param name="Stop">Signalled when the client has left or the server stops.</param>
internal sealed record Exchange(
    HttpContext Http, Dialect Dialect, JsonElement Body, string BodyHash, long Number, TimeProvider Time, CancellationToken Stop)
{
    /// <summary>What ids are made of: a counter and the body, so two equal requests differ in their ids alone.</summary>
    internal string Seed { get; } = $"{Number & 0xFFFF_FFFF:x8}{BodyHash[..24]}";

    internal string RequestId => "req_" + Seed;

    internal static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    internal Task Wait(TimeSpan delay) => Task.Delay(delay, Time, Stop);

    internal Task WaitForEver() => Task.Delay(Timeout.InfiniteTimeSpan, Time, Stop);

    /// <summary>Sets the status and the headers of every answer.</summary>
    internal void Begin(int status, string contentType)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = contentType;
        Http.Response.Headers[Dialect == Dialect.AnthropicMessages ? "request-id" : "x-request-id"] = RequestId;
    }

    internal async Task SendJson(int status, Action<Utf8JsonWriter> write)
    {
        var bytes = JsonText.Bytes(write);
        Begin(status, "application/json");
        Http.Response.ContentLength = bytes.Length;
        await Http.Response.Body.WriteAsync(bytes, Stop);
    }

    internal Task SendError(SimulatedError error)
    {
        if (error.Final)
        {
            Http.Response.Headers["x-should-retry"] = "false";
        }
        else if (error.Status == StatusCodes.Status429TooManyRequests)
        {
            Http.Response.Headers.RetryAfter = Invariant(SimulatorFaults.RetryAfterSeconds);
        }

        return SendJson(ErrorBody.Status(Dialect, error), json => ErrorBody.Write(json, Dialect, error, RequestId));
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
