// Translating a stream costs no memory per event: the bytes of a long stream are those of a short one.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Benchmarks;
using Router.Tests.Laws;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class TranslatedStreamBudgetTests
{
    private const int Short = 200;
    private const int Long = 2_000;

    /// <summary>For all the events that the long stream has more: noise of the runtime, such as a larger buffer that the pool had not kept.</summary>
    private const int MostBytesMore = 4 * (Long - Short);

    public static IEnumerable<object[]> Cells =>
        from caller in Enum.GetValues<Dialect>()
        from upstream in Enum.GetValues<Dialect>()
        where caller != upstream
        select new object[] { caller.Short(), upstream.Short() };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Ten_times_the_events_take_no_more_memory(string caller, string upstream)
    {
        var (to, from) = (Mapping.MappingRow.Of(caller), Mapping.MappingRow.Of(upstream));
        var (few, many) = (Stream(from, Short), Stream(from, Long));
        for (var time = 0; time < 3; time++)
        {
            // The pool's buffers are there, and the code is compiled.
            Allocated(from, to, many);
        }

        var (ofFew, ofMany) = (Enumerable.Range(0, 5).Min(_ => Allocated(from, to, few)), Enumerable.Range(0, 5).Min(_ => Allocated(from, to, many)));

        (ofMany - ofFew).Should().BeLessThan(MostBytesMore, "{0} bytes are for {1} events, {2} for {3}", ofFew, Short, ofMany, Long);
    }

    private static byte[] Stream(Dialect dialect, int events)
    {
        var text = MockText.Of(8 * events);
        var stream = dialect switch
        {
            Dialect.OpenAIChat => ChatAnswers.Stream(text, events),
            Dialect.OpenAIResponses => ResponsesAnswers.Stream(text, events),
            Dialect.AnthropicMessages => MessagesAnswers.Stream(text, events),
        };
        return Encoding.UTF8.GetBytes(string.Concat(stream.Events));
    }

    /// <summary>As the pump does it: whole frames of a read through reader, restoring, meter and writer into one buffer.</summary>
    private static long Allocated(Dialect from, Dialect to, byte[] bytes)
    {
        var losses = new LossList();
        var context = Crossing.Context(from, to, losses);
        var whole = false;
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var output = new PooledBuffer())
        using (var framer = new SseFramer())
        using (var reader = Translators.Of(from).AnswerReader.Open(Crossing.Source(from, to, losses)))
        using (var writer = Translators.Of(to).AnswerWriter.Open(context, output))
        {
            var meter = new AnswerMeter(writer);
            using var restore = new ToolRestore(ToolNames.Unchanged, context.Report, meter);
            for (var at = 0; at < bytes.Length;)
            {
                var memory = framer.GetMemory();
                var count = Math.Min(Math.Min(memory.Length, 1000), bytes.Length - at);
                bytes.AsSpan(at, count).CopyTo(memory.Span);
                framer.Advance(count);
                at += count;
                while (framer.TryRead(out var frame))
                {
                    reader.Read(frame, restore);
                }

                output.Reset();
            }

            whole = meter.Ended;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        whole.Should().BeTrue();
        return allocated;
    }
}
