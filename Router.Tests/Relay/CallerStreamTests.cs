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

    [Fact]
    public async Task A_caller_that_reads_steadily_is_not_cut_off_in_the_middle_of_one_large_write()
    {
        var (caller, clock, pipe) = World();
        await using (caller)
        {
            var limit = TimeSpan.FromSeconds(100);
            var large = new byte[(4 * WriteLimit.Piece) + 1];
            Array.Fill(large, (byte)'x');
            await caller.EnterAsync();
            caller.Write("data: "u8);
            caller.Write(large);
            caller.Write("\n\n"u8);
            caller.WriteError(new RouterError(ErrorCode.UpstreamFailed, "It broke."));
            caller.End();

            var flushing = caller.FlushAsync(limit).AsTask();
            for (var piece = 0; piece < 3; piece++)
            {
                await clock.WhenArmedAsync(limit);
                clock.Advance(limit / 2);
                var read = await pipe.Reader.ReadAtLeastAsync(WriteLimit.Piece).AsTask().Within();
                pipe.Reader.AdvanceTo(read.Buffer.GetPosition(WriteLimit.Piece));
            }

            await clock.WhenArmedAsync(limit);
            var rest = new StringBuilder();
            while (!rest.ToString().EndsWith("}\n\n", StringComparison.Ordinal))
            {
                rest.Append(await WrittenAsync(pipe, take: true));
            }

            await flushing.Within();
            rest.ToString().TrimStart('x').Should().StartWith("\n\ndata: {\"error\"");
            (rest.Length - rest.ToString().TrimStart('x').Length).Should().Be("data: ".Length + large.Length - (3 * WriteLimit.Piece));
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

    private static async Task<string> WrittenAsync(Pipe pipe, bool take = false)
    {
        var read = await pipe.Reader.ReadAsync().AsTask().Within();
        var text = Encoding.UTF8.GetString(read.Buffer);
        if (take)
        {
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        return text;
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
