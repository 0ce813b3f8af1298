// One attempt over HTTP: sends, and turns every failure of the transport into a value.
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace Router.Upstreams;

/// <summary>Sends one request and reads bodies; throws only what is a bug.</summary>
internal static class UpstreamSender
{
    /// <summary>Sends and waits for the head of the answer: a head to read on from, or a fault.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<(HttpResponseMessage? Response, UpstreamFault? Fault)> SendAsync(
        HttpMessageInvoker client, UpstreamRequest request, AttemptWatch watch)
    {
        var content = new SequenceContent(request.Body);
        using var message = new HttpRequestMessage(HttpMethod.Post, request.Address) { Content = content };
        var headers = message.Headers;
        foreach (var (name, value) in request.Headers)
        {
            headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            return (await client.SendAsync(message, watch.Token).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (FaultOf(failure, watch, content.Started) is { } fault)
        {
            return (null, fault);
        }
        finally
        {
            watch.Sent = content.Started;
        }
    }

    /// <summary>
    /// Reads some of a body: the count (0 at its end), or a fault. Into nothing it waits until there is something to read, or the end:
    /// neither the router nor the transport's TLS then holds a buffer meanwhile.
    /// </summary>
    internal static async ValueTask<(int Read, UpstreamFault? Fault)> ReadAsync(Stream body, Memory<byte> into, AttemptWatch watch)
    {
        try
        {
            watch.BeginRead();
            return (await body.ReadAsync(into, watch.Token).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (FaultOf(failure, watch, sent: true) is { } fault)
        {
            return (0, fault);
        }
        finally
        {
            watch.EndRead();
        }
    }

    /// <summary>The value of a header of the answer, or null.</summary>
    internal static string? Header(HttpHeaders headers, string name)
    {
        if (headers.NonValidated.TryGetValues(name, out var values))
        {
            foreach (var value in values)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Null for what is not a failure of the transport: a caller that left is the caller's doing, and a bug is a bug.</summary>
    private static UpstreamFault? FaultOf(Exception failure, AttemptWatch watch, bool sent)
    {
        if (watch.Expired is { } expired)
        {
            return new UpstreamFault(expired, sent);
        }

        return failure switch
        {
            HttpRequestException http => OfHttp(http, sent),
            OperationCanceledException { InnerException: TimeoutException } => new UpstreamFault(UpstreamFaultKind.ConnectTimeout, false),
            HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => new UpstreamFault(UpstreamFaultKind.Protocol, sent),
            IOException or SocketException => new UpstreamFault(UpstreamFaultKind.Reset, sent),
            _ => null,
        };
    }

    private static UpstreamFault OfHttp(HttpRequestException failure, bool sent) => failure.HttpRequestError switch
    {
        _ when Has<ForbiddenAddressException>(failure) => new(UpstreamFaultKind.ForbiddenAddress, false),
        _ when Has<ConnectTimeoutException>(failure) => new(UpstreamFaultKind.ConnectTimeout, false),
        HttpRequestError.NameResolutionError => new(UpstreamFaultKind.Resolve, false),
        HttpRequestError.SecureConnectionError => new(UpstreamFaultKind.Tls, false),
        _ when Has<AuthenticationException>(failure) => new(UpstreamFaultKind.Tls, false),
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
            new(IsResolve(failure) ? UpstreamFaultKind.Resolve : UpstreamFaultKind.Connect, false),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded
            or HttpRequestError.VersionNegotiationError => new(UpstreamFaultKind.Protocol, sent),
        _ => new(UpstreamFaultKind.Reset, sent),
    };

    private static bool IsResolve(Exception failure) =>
        failure.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData };

    private static bool Has<T>(Exception failure)
    {
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is T)
            {
                return true;
            }
        }

        return false;
    }
}
