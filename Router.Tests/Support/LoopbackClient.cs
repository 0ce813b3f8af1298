// The HTTP client of the tests: the product has its own rules for outgoing calls, a test just talks.
namespace Router.Tests.Support;

internal static class LoopbackClient
{
    /// <summary>A client with connections of its own, no proxy, no redirects, and one limit on every wait.</summary>
    public static HttpClient Create(string baseUrl) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(baseUrl),
            Timeout = Patience.Limit,
        };
}
