// The caller's side of a stream, where the server's own signals come late.
using System.IO.Pipelines;
using System.Text;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Router.Dialects;
using Router.Inference;
using Router.Relay;
using Router.Tests.Callers;
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
        using var exchange = new Exchange(http, DialectAdapters.Of(Dialect.OpenAIChat), "chat.completions", null!, "req_1", null!, new ManualTimeProvider());
        await using var caller = new CallerStream(exchange, new ManualTimeProvider());
        exchange.CallerGone.Should().BeFalse();

        caller.Write("data: x\n\n"u8);
        var flushing = async () => await caller.FlushAsync();

        await flushing.Should().ThrowAsync<OperationCanceledException>();
        http.RequestAborted.IsCancellationRequested.Should().BeFalse();
        exchange.CallerGone.Should().BeTrue();
    }

    [Fact]
    public async Task No_heartbeat_follows_an_error_however_long_the_caller_took_to_read_it()
    {
        var (caller, clock, pipe) = World();
        await using (caller)
        {
            await caller.EnterAsync();
            caller.WriteError(new RouterError(ErrorCode.UpstreamFailed, "It broke."));
            caller.End();
            clock.Advance(CallerStream.HeartbeatInterval);
            await caller.FlushAsync();
            caller.Leave();
            clock.Advance(CallerStream.HeartbeatInterval);
            clock.Advance(CallerStream.HeartbeatInterval);

            await caller.EnterAsync();
            (await WrittenAsync(pipe)).Should().StartWith("data: {\"error\"").And.EndWith("}\n\n").And.NotContain("keep-alive");
        }
    }

    [Fact]
    public async Task No_heartbeat_follows_the_end_of_a_stream_while_its_connection_is_still_open()
    {
        var (caller, clock, pipe) = World();
        await using (caller)
        {
            await caller.EnterAsync();
            caller.Write("data: [DONE]\n\n"u8);
            caller.End();
            await caller.FlushAsync();
            caller.Leave();
            clock.Advance(CallerStream.HeartbeatInterval);

            await caller.EnterAsync();
            (await WrittenAsync(pipe)).Should().Be("data: [DONE]\n\n");
        }
    }

    [Fact]
    public async Task A_heartbeat_goes_out_in_silence_before_the_end()
    {
        var (caller, clock, pipe) = World();
        await using (caller)
        {
            clock.Advance(CallerStream.HeartbeatInterval);

            await caller.EnterAsync();
            (await WrittenAsync(pipe)).Should().Be(": keep-alive\n\n");
        }
    }

    /// <summary>A stream whose head has gone out.</summary>
    private static (CallerStream Caller, ManualTimeProvider Clock, Pipe Written) World()
    {
        var pipe = new Pipe();
        var clock = new ManualTimeProvider();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseBodyFeature>(new Body(pipe.Writer));
        var adapter = DialectAdapters.Of(Dialect.OpenAIChat);
        var exchange = new Exchange(http, adapter, "chat.completions", SampleSnapshot.With(), "req_1", null!, clock)
        {
            AnswerBegun = true,
            Head = adapter.ReadHead("""{"model":"chat","stream":true,"messages":[]}"""u8.ToArray(), out _),
        };
        return (new CallerStream(exchange, clock), clock, pipe);
    }

    private static async Task<string> WrittenAsync(Pipe pipe)
    {
        var read = await pipe.Reader.ReadAsync().AsTask().Within();
        return Encoding.UTF8.GetString(read.Buffer);
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
