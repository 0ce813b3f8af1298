// What the tests of the official clients say and see.
using System.Globalization;
using Router.Tests.Support;

namespace Router.Tests.Functional;

internal static class ClientText
{
    public const string CitySchema =
        """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    public const string PersonSchema =
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"],"additionalProperties":false}""";

    private const string Refusals = "router_refusals_total{code=\"invalid_token\"} ";
    private const string PixelText = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>A PNG of one pixel.</summary>
    public static byte[] Pixel => Convert.FromBase64String(PixelText);

    /// <summary>The answer of that dialect, whole or as a stream.</summary>
    public static async Task AnswerAsync(UpstreamExchange exchange, DialectText text, bool stream)
    {
        if (!stream)
        {
            await exchange.AnswerJsonAsync(text.Answer);
            return;
        }

        await exchange.StartEventsAsync();
        await exchange.SendChunkAsync(text.Stream);
    }

    /// <summary>Breaks the connection after these bytes of a stream; with null, before any byte of an answer.</summary>
    public static async Task CutAsync(UpstreamExchange exchange, string? begun)
    {
        if (begun is not null)
        {
            await exchange.StartEventsAsync();
            await exchange.SendChunkAsync(begun);
        }

        exchange.Close();
    }

    /// <summary>How many requests the router turned away for their token.</summary>
    public static async Task<double> RefusalsAsync(RunningRouter router)
    {
        var metrics = await router.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return metrics.Split('\n').Where(line => line.StartsWith(Refusals, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[Refusals.Length..], CultureInfo.InvariantCulture));
    }
}
