// An image, a document or a sound that the simulator saw.
namespace Router.Simulator;

/// <param name="Kind"><c>image</c>, <c>document</c> or <c>audio</c>.</param>
/// <param name="MediaType">As sent, or null when it came by link or id.</param>
/// <param name="Bytes">Decoded length; 0 when it came by link or id.</param>
internal sealed record SimulatedMedia(string Kind, string? MediaType, int Bytes)
{
    /// <summary>Reads a <c>data:</c> URL; anything else is a link.</summary>
    internal static SimulatedMedia FromUrl(string kind, string? url)
    {
        const string Scheme = "data:";
        if (url is null || !url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new SimulatedMedia(kind, null, 0);
        }

        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? url[Scheme.Length..] : url[Scheme.Length..comma];
        var semicolon = head.IndexOf(';', StringComparison.Ordinal);
        return FromBase64(kind, semicolon < 0 ? head : head[..semicolon], comma < 0 ? "" : url[(comma + 1)..]);
    }

    internal static SimulatedMedia FromBase64(string kind, string? mediaType, string data)
    {
        var digits = data.AsSpan().TrimEnd('=').Length;
        return new SimulatedMedia(kind, mediaType ?? "unknown type", (int)(digits * 3L / 4));
    }

    /// <summary>For the text of an answer.</summary>
    internal string Describe() => MediaType is null ? "by reference" : $"{MediaType}, {Bytes} bytes";
}
