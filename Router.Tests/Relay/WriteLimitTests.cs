// The limit of a write that passes in the instant in which the write comes to its end.
using System.IO.Pipelines;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Relay;
using Router.Tests.Callers;
using Router.Tests.Routing;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Relay;

public sealed class WriteLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_write_does_not_end_while_its_limit_still_cuts_the_caller_off()
    {
        using var world = new World();

        var writing = WriteLimit.WriteAsync(world.Http, new byte[World.More], TimeProvider.System, Limit).AsTask();

        await world.EndsOnlyBehindTheCutAsync(writing);
    }

    [Fact]
    public async Task Nor_does_the_flush_of_a_stream_which_knows_then_that_the_caller_is_gone()
    {
        using var world = new World();
        var adapter = DialectAdapters.Of(Dialect.OpenAIChat);
        var exchange = new Exchange(world.Http, adapter, "chat.completions", SampleSnapshot.With(), "req_1", null!, TimeProvider.System) { AnswerBegun = true };
        await using var caller = new CallerStream(exchange, TimeProvider.System);
        caller.Write(new byte[World.More]);

        var flushing = caller.FlushAsync(Limit).AsTask();
        await flushing.Invoking(_ => world.EndsOnlyBehindTheCutAsync(flushing)).Should().ThrowAsync<OperationCanceledException>();
        exchange.CallerGone.Should().BeTrue("it was cut off, whether the server has said so or not");
    }

    [Fact]
    public void An_answer_may_stand_still_for_as_long_as_its_attempt_may_take_and_for_a_minute_where_that_has_no_end()
    {
        var target = Groups.TargetOf("p");
        Target Within(TimeSpan total) => target with
        {
            Provider = target.Provider with { Timeouts = target.Provider.Timeouts with { Total = total } },
        };

        WriteLimit.Of(Within(TimeSpan.FromSeconds(100))).Should().Be(TimeSpan.FromSeconds(100));
        WriteLimit.Of(Within(TimeSpan.Zero)).Should().Be(TimeSpan.FromSeconds(60));
    }

    /// <summary>A caller that takes nothing until it is told to, and a server that takes its time to cut it off.</summary>
    private sealed class World : IHttpRequestLifetimeFeature, IHttpResponseBodyFeature, IDisposable
    {
        /// <summary>Bytes that the pipe lets nobody write without waiting.</summary>
        public const int More = 100_000;

        private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline));
        private readonly TaskCompletionSource _cutting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _mayCut = new();

        public World()
        {
            Http.Features.Set<IHttpRequestLifetimeFeature>(this);
            Http.Features.Set<IHttpResponseBodyFeature>(this);
        }

        public DefaultHttpContext Http { get; } = new();

        public CancellationToken RequestAborted { get; set; }

        public Stream Stream => _pipe.Writer.AsStream();

        public PipeWriter Writer => _pipe.Writer;

        public async Task EndsOnlyBehindTheCutAsync(Task writing)
        {
            await _cutting.Task.Within();
            var read = await _pipe.Reader.ReadAsync();

            // The writer goes on within this call.
            _pipe.Reader.AdvanceTo(read.Buffer.End);
            writing.IsCompleted.Should().BeFalse();

            _mayCut.Set();
            await writing.Within();
        }

        public void Abort()
        {
            _cutting.TrySetResult();
            _mayCut.Wait();
        }

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void Dispose()
        {
            _mayCut.Set();
            _mayCut.Dispose();
        }
    }
}
