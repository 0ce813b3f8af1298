// Holds what an upstream of another dialect got to what a request of that dialect is.
using Router.Tests.Conformance.Schemas;
using Router.Tests.Conformance.Surfaces;
using Router.Tests.Support;

namespace Router.Tests.Conformance.Crossing;

internal static class CarriedRequest
{
    private static readonly string[] Credentials = ["authorization", "x-api-key"];

    /// <summary>Null when it is as it must be, else what is wrong.</summary>
    public static string? Fault(Surface caller, Surface upstream, UpstreamRequest carried, SchemaSet schemas)
    {
        if (carried.Target != upstream.Path)
        {
            return $"carried to {carried.Target}";
        }

        var (name, value) = upstream.Credential("key-of-the-provider");
        if (Credentials.Any(credential => carried[credential] != (credential == name ? value : null)))
        {
            return "the upstream did not get the provider's key alone";
        }

        // Capabilities of another dialect mean nothing to it (mapping section 6).
        var version = upstream.Name == "anthropic-messages" ? "2023-06-01" : null;
        if (carried["anthropic-version"] != version || carried["accept-encoding"] is not null)
        {
            return $"anthropic-version is '{carried["anthropic-version"]}', accept-encoding is '{carried["accept-encoding"]}'";
        }

        if (caller.CallerHeaders.FirstOrDefault(header => header.Name != "anthropic-version" && carried[header.Name] is not null) is { Name: { } foreign })
        {
            return $"{foreign} went to an upstream of another dialect";
        }

        using var body = JsonText.Document(carried.Body);
        return body is null ? $"the upstream got no JSON: {BytesText.Excerpt(carried.Body.Span)}"
            : !body.RootElement.TryGetProperty("model", out var model) || !model.ValueEquals("up-model") ? "the upstream did not get its own model's name"
            : schemas.Fault(upstream.Schemas.Request, body.RootElement);
    }
}
