// The caller's side of a stream, where the server's own signals come late.
using System.IO.Pipelines;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Router.Dialects;
using Router.Inference;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Relay;

public sealed class CallerStreamTests
{
    [Fact]
    public async Task A_write_that_finds_the_connection_ended_means_the_caller_left_before_the_server_says_so()
    {
        var pipe = new Pipe();
        await pipe.Reader.CompleteAsync();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseBodyFeature>(new Body(pipe.Writer));
        using var exchange = new Exchange(http, DialectAdapters.Of(Dialect.OpenAIChat), "chat.completions", null!, "req_1", new ManualTimeProvider());
        await using var caller = new CallerStream(exchange, new ManualTimeProvider());
        exchange.CallerGone.Should().BeFalse();

        caller.Write("data: x\n\n"u8);
        var flushing = async () => await caller.FlushAsync();

        await flushing.Should().ThrowAsync<OperationCanceledException>();
        http.RequestAborted.IsCancellationRequested.Should().BeFalse();
        exchange.CallerGone.Should().BeTrue();
    }

    private sealed class Body(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
