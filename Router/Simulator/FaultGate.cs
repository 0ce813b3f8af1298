// Which fault a request meets, and the faults that come before an answer or instead of it.
using System.Text;

namespace Router.Simulator;

internal sealed class FaultGate
{
    private const int SessionsRemembered = 10_000;
    private const int NoiseLength = 4096;

    private static readonly string[] SessionHeaders = ["x-claude-code-session-id", "session-id", "session_id"];

    private readonly BoundedSet _metOnce = new(SessionsRemembered);

    /// <summary>The fault of this call: one that happens once is none on the later calls of a session.</summary>
    internal FaultKind Meet(Exchange exchange)
    {
        var (kind, once) = SimulatorFaults.Of(exchange.Body.MemberText("model") ?? "");
        return once && !_metOnce.Add($"{kind} {Session(exchange)}") ? FaultKind.None : kind;
    }

    /// <summary>True when the fault was the whole answer; after a wait, or when the fault is of another sort, false.</summary>
    internal static async Task<bool> Answered(Exchange exchange, FaultKind fault)
    {
        if (Refusal(fault) is { } error)
        {
            await exchange.SendError(error);
            return true;
        }

        switch (fault)
        {
            case FaultKind.Slow:
                await exchange.Wait(SimulatorFaults.SlowDelay);
                return false;
            case FaultKind.CutBefore:
                exchange.Http.Abort();
                return true;
            case FaultKind.Garbage:
                exchange.Begin(StatusCodes.Status200OK, IsStream(exchange) ? "text/event-stream" : "application/json");
                await exchange.Http.Response.Body.WriteAsync(Noise(), exchange.Stop);
                return true;
            case FaultKind.Html:
                exchange.Begin(StatusCodes.Status200OK, "text/html; charset=utf-8");
                await exchange.Http.Response.Body.WriteAsync(
                    Encoding.UTF8.GetBytes("<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Simulated page</h1></body></html>\n"),
                    exchange.Stop);
                return true;
            case FaultKind.ErrorFirst or FaultKind.ErrorMidstream when !IsStream(exchange):
                await exchange.SendError(SimulatedError.InStream);
                return true;
            default:
                return false;
        }
    }

    private static SimulatedError? Refusal(FaultKind fault) => fault switch
    {
        FaultKind.RateLimited => RateLimit,
        FaultKind.QuotaSpent => new SimulatedError(429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota")
        {
            Final = true,
        },
        FaultKind.ServerError => new SimulatedError(500, "The simulated provider had an error while processing your request.", "server_error"),
        FaultKind.Unavailable => new SimulatedError(503, "The simulated provider is unavailable.", "service_unavailable"),
        FaultKind.Overloaded => new SimulatedError(529, "Overloaded", "server_is_overloaded"),
        FaultKind.BadRequest => SimulatedError.Bad("The simulated provider finds this request wrong.", "model", "invalid_value"),
        FaultKind.Unauthorized => new SimulatedError(401, "Incorrect API key provided.", "invalid_api_key"),
        _ => null,
    };

    private static SimulatedError RateLimit { get; } =
        new(429, $"Rate limit reached. Please try again in {SimulatorFaults.RetryAfterSeconds}s.", "rate_limit_exceeded");

    private static string Session(Exchange exchange)
    {
        foreach (var name in SessionHeaders)
        {
            if (exchange.Http.Request.Headers[name] is [{ Length: > 0 } session, ..])
            {
                return session;
            }
        }

        return exchange.BodyHash;
    }

    private static bool IsStream(Exchange exchange) => exchange.Body.MemberFlag("stream") == true;

    /// <summary>Bytes that are neither UTF-8 nor JSON nor SSE, the same each time.</summary>
    private static byte[] Noise()
    {
        var noise = new byte[NoiseLength];
        var state = 0x9E3779B9u;
        for (var index = 0; index < noise.Length; index++)
        {
            state = (state * 1664525u) + 1013904223u;
            noise[index] = (byte)(0x80 | (state >> 24));
        }

        return noise;
    }
}
