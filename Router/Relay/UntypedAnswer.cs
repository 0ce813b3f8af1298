// Tells a body from a stream where the content type does not.
using Router.Upstreams;

namespace Router.Relay;

/// <summary>By its first byte that is not white space: no event stream begins with a brace, and every JSON answer does.</summary>
internal static class UntypedAnswer
{
    /// <summary>More white space than this before anything else is that of no body.</summary>
    private const int MostBytes = 4096;

    /// <summary>Looks at how the body begins, and leaves it in <paramref name="response"/> to be read from its beginning.</summary>
    internal static async ValueTask<(bool IsJson, UpstreamFault? Fault)> PeekAsync(HttpResponseMessage response, AttemptWatch watch)
    {
        var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        var begun = new byte[MostBytes];
        var length = 0;
        byte? first = null;
        while (first is null && length < MostBytes)
        {
            var (read, fault) = await UpstreamSender.ReadAsync(stream, begun.AsMemory(length), watch).ConfigureAwait(false);
            if (fault is not null)
            {
                return (false, fault);
            }

            if (read == 0)
            {
                break;
            }

            length += read;
            first = FirstOf(begun.AsSpan(0, length));
        }

        response.Content = new StreamContent(new PeekedStream(begun.AsMemory(0, length), stream));
        return (first == '{', null);
    }

    /// <summary>The first byte that says something; null when none has come yet.</summary>
    private static byte? FirstOf(ReadOnlySpan<byte> begun)
    {
        var mark = UnaryRelay.ByteOrderMark;
        if (begun.Length < mark.Length && mark.StartsWith(begun))
        {
            return null;
        }

        begun = begun.StartsWith(mark) ? begun[mark.Length..] : begun;
        var at = begun.IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? null : begun[at];
    }
}
