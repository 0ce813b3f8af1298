// Relaying a stream costs no memory per event.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Tests.Support;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class StreamBudgetTests
{
    [Theory]
    [InlineData("{\"content\":\"Hello\"}", false)]
    [InlineData("{\"content\":\"Hello\"}", true)]
    [InlineData("{\"tool_calls\":[{\"index\":3,\"function\":{\"arguments\":\"{}\"}}]}", false)]
    public void Ten_thousand_frames_are_cut_and_observed_within_a_kilobyte(string delta, bool wantModel)
    {
        var chunk = Encoding.UTF8.GetBytes($"data: {{\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null}}],\"usage\":null}}\n\n");
        using var framer = new SseFramer();
        var observer = Chat.Adapter.CreateObserver(callerWantsUsage: false, answers: 1);
        var content = 0;

        Allocated.Least(() => content = Run(framer, observer, chunk, 10_000, wantModel)).Should().BeLessThan(1024);

        content.Should().Be(10_000);
    }

    /// <summary>Feeds the frames in uneven pieces, so that frames lie across fills.</summary>
    private static int Run(SseFramer framer, IStreamObserver observer, byte[] chunk, int frames, bool wantModel)
    {
        var content = 0;
        var total = chunk.Length * frames;
        for (var at = 0; at < total;)
        {
            var memory = framer.GetMemory().Span;
            var length = Math.Min(Math.Min(memory.Length, 1 + (at % 997)), total - at);
            for (var i = 0; i < length; i++)
            {
                memory[i] = chunk[(at + i) % chunk.Length];
            }

            framer.Advance(length);
            at += length;
            while (framer.TryRead(out var frame))
            {
                content += observer.Observe(frame, wantModel) == FrameFacts.Content ? 1 : 0;
            }
        }

        return content;
    }
}
