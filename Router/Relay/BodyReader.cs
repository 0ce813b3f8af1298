// Reads a request body once, bounded, decoded.
using Router.Inference;
using Router.Wire;

namespace Router.Relay;

/// <summary>
/// Reads the caller's body into one pooled buffer. The bound holds for the bytes on the wire and for the decoded ones, so that a small
/// compressed body cannot become a large one.
/// </summary>
internal static class BodyReader
{
    /// <summary>The longest that a body may take to arrive, however it drips.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private const int DefaultCapacity = 4096;
    private const int LargestFirstBuffer = 256 * 1024;

    /// <summary>
    /// Reads the whole body into that of <paramref name="exchange"/>, which is bounded by <paramref name="maxBytes"/>; null when it went
    /// well. The hold grows with the buffer; when it cannot, the request is refused.
    /// </summary>
    /// <param name="settler">Told of a request whose body did not come with its head.</param>
    /// <exception cref="CallerLeftException">The connection ended before the body did.</exception>
    internal static async ValueTask<RouterError?> ReadAsync(Exchange exchange, long maxBytes, Settler settler)
    {
        var request = exchange.Http.Request;
        if (request.ContentLength > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        var coding = request.Headers.ContentEncoding.ToString();
        if (ContentCodings.Decoder(coding) is not { } decode)
        {
            return new RouterError(
                ErrorCode.UnsupportedEncoding, "The content-encoding is not supported; send gzip, br, deflate, zstd or none.");
        }

        try
        {
            return await ReadAsync(exchange, decode, maxBytes, settler).ConfigureAwait(false);
        }
        catch (OutOfMemoryException)
        {
            // A container may have less memory than the configuration gives to bodies, and it is a buffer that did not fit.
            return NoRoom();
        }
        catch (BodyTooLongException)
        {
            return TooLarge(maxBytes);
        }
        catch (Exception failure) when (ContentCodings.IsBroken(coding, failure))
        {
            return new RouterError(ErrorCode.InvalidBody, "The body is not what its content-encoding says.");
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(maxBytes);
        }
        catch (Exception failure) when (failure is BadHttpRequestException bad ? !IsCut(request, bad) : failure is IOException { InnerException: OverflowException })
        {
            // The size of a chunk that no number holds is told in the second way.
            return new RouterError(ErrorCode.InvalidBody, "The body did not arrive whole.");
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            throw new CallerLeftException(failure);
        }
    }

    private static async ValueTask<RouterError?> ReadAsync(Exchange exchange, Func<Stream, Stream?> decode, long maxBytes, Settler settler)
    {
        var (request, into, hold) = (exchange.Http.Request, exchange.Body!, exchange.BodyHold!);
        var decoded = ContentCodings.IsNone(decode) ? null : decode(new CountedBody(request.Body, maxBytes));
        if (decoded is null && TryReadAtOnce(request, into))
        {
            return into.IsOverflow ? TooLarge(maxBytes) : hold.TryGrowTo(into.Capacity) ? null : NoRoom();
        }

        settler.Await(exchange);
        var cancellation = exchange.Http.RequestAborted;
        using var deadline = new CancellationTokenSource(Deadline, exchange.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            if (decoded is not null)
            {
                await using (decoded.ConfigureAwait(false))
                {
                    return await FillAsync(decoded, into, maxBytes, hold, either.Token).ConfigureAwait(false);
                }
            }

            // One byte more than declared: the read that finds the end of the body then needs no larger buffer.
            _ = into.GetMemory((int)Math.Min((request.ContentLength ?? DefaultCapacity) + 1, LargestFirstBuffer));
            return await FillAsync(request.Body, into, maxBytes, hold, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new RouterError(ErrorCode.RequestTimeout, $"The body did not arrive within {Deadline.TotalMinutes:0} minutes; send it again.");
        }
    }

    /// <summary>Takes a body that arrived together with its head, which is the usual case of a small one.</summary>
    private static bool TryReadAtOnce(HttpRequest request, PooledBuffer into)
    {
        var reader = request.BodyReader;
        if (request.ContentLength is not > 0 || !reader.TryRead(out var result))
        {
            return false;
        }

        if (!result.IsCompleted && result.Buffer.Length < request.ContentLength)
        {
            reader.AdvanceTo(result.Buffer.Start);
            return false;
        }

        foreach (var segment in result.Buffer)
        {
            into.TryWrite(segment.Span);
        }

        reader.AdvanceTo(result.Buffer.End);
        return true;
    }

    private static async ValueTask<RouterError?> FillAsync(Stream body, PooledBuffer into, long maxBytes, BodyHold hold, CancellationToken cancellation)
    {
        while (true)
        {
            var memory = into.GetMemory(1);
            if (!hold.TryGrowTo(into.Capacity))
            {
                return NoRoom();
            }

            var read = await body.ReadAsync(memory, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            into.Advance(read);
            if (into.IsOverflow)
            {
                return TooLarge(maxBytes);
            }
        }
    }

    /// <summary>
    /// True when the connection ended before the body did. With a declared length nothing else can be wrong; for chunks the server tells
    /// it from broken framing by its words alone.
    /// </summary>
    private static bool IsCut(HttpRequest request, BadHttpRequestException failure) =>
        failure.StatusCode == StatusCodes.Status400BadRequest
        && (request.ContentLength is not null || failure.Message.StartsWith("Unexpected end", StringComparison.Ordinal));

    /// <summary>All bodies together, of requests and of answers, take what they may.</summary>
    internal static RouterError NoRoom() => new(
        ErrorCode.Overloaded, "The requests being served take all the memory that there is for bodies (server.max_buffered_bytes).")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private static RouterError TooLarge(long maxBytes) =>
        new(ErrorCode.RequestTooLarge, $"The body is larger than {maxBytes} bytes, the limit of this router (server.max_request_bytes).");
}
