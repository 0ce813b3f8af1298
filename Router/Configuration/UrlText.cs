// Addresses as the configuration writes them: listeners, base addresses of providers, proxies.
using System.Net;

namespace Router.Configuration;

/// <summary>Shapes of addresses; the parsed type is <see cref="Uri"/>. Messages never repeat one, because it may hold a password.</summary>
internal static class UrlText
{
    /// <summary>What <c>base_url</c> says for the built-in simulator; parsed as a relative <see cref="Uri"/>.</summary>
    internal const string Simulator = "simulator";

    /// <summary>Scheme, host and port of a listener.</summary>
    internal static ValueShape Origin { get; } = Shape(
        "^[Hh][Tt][Tt][Pp][Ss]?:",
        text => Read(text, ["http", "https"]) is not { } url || url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0
            ? (null, "must be an address such as http://127.0.0.1:8080, without a path")
            : IPAddress.TryParse(url.IdnHost, out _) || url.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? (url, null)
            : (null, "must name an IP address or localhost; http://0.0.0.0:PORT listens on every address of the machine"));

    /// <summary>The address of a provider, without a trailing slash, or <see cref="Simulator"/>.</summary>
    internal static ValueShape Base { get; } = Shape("^(simulator$|[Hh][Tt][Tt][Pp][Ss]?:[^?#]+$)", ReadBase);

    /// <summary>A proxy, which may carry a user and a password; null when empty.</summary>
    internal static ValueShape Proxy { get; } = Shape(
        "^($|[Hh][Tt][Tt][Pp][Ss]?:|[Ss][Oo][Cc][Kk][Ss]5:)",
        text => text.Length == 0 ? (null, null)
            : Read(text, ["http", "https", "socks5"]) is not { } url || url.PathAndQuery is not ("/" or "") || url.Fragment.Length > 0
            ? (null, "must be an http, https or socks5 address such as http://proxy.example:3128")
            : (url, null));

    /// <summary>Loopback, private, link-local or otherwise not of the public network, as far as the text tells.</summary>
    internal static bool IsPrivate(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.').Trim('[', ']');
        if (!IPAddress.TryParse(host, out var address))
        {
            return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        }

        return !AddressPolicy.IsPublic(address);
    }

    private static (object? Value, string? Error) ReadBase(string text)
    {
        if (text == Simulator)
        {
            return (new Uri(Simulator, UriKind.Relative), null);
        }

        if (Read(text, ["http", "https"]) is not { } url)
        {
            return (null, "must be an http or https address such as https://api.openai.com, or 'simulator'");
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0 || text.AsSpan().ContainsAny('?', '#'))
        {
            return (null, "must not have a query, a fragment or a user; credentials belong in api_key or headers");
        }

        var path = url.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/v1", StringComparison.OrdinalIgnoreCase)
            ? (null, "leave out the trailing /v1: the router appends /v1/chat/completions and the like itself")
            : (new Uri(url.GetLeftPart(UriPartial.Authority) + path, UriKind.Absolute), null);
    }

    private static Uri? Read(string text, string[] schemes) =>
        text.Length <= 2048 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme, StringComparer.Ordinal) && url.Host.Length > 0
            ? url : null;

    private static ValueShape Shape(string pattern, Func<string, (object? Value, string? Error)> parse) => new()
    {
        Type = "string",
        Unquoted = true,
        Secret = static raw => raw.Contains('@', StringComparison.Ordinal),
        Parse = (text, _) => parse(text),
        Constraints = writer => Values.Pattern(writer, pattern),
    };
}
