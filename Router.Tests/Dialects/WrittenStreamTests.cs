// Whatever an answer says, and wherever it breaks off, what is written of it is a stream of the caller's dialect.
using System.Buffers;
using System.Text;
using FluentAssertions;
using FsCheck;
using FsCheck.Xunit;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Conformance.Grammars;
using Router.Tests.Fuzz;

namespace Router.Tests.Dialects;

public sealed class WrittenStreamTests
{
    [Property(MaxTest = 1_000)]
    public void A_whole_answer_is_written_by_the_grammar(DoNotSize<int> seed) => ForEach(seed.Item, int.MaxValue);

    [Property(MaxTest = 1_000)]
    public void An_answer_that_breaks_off_is_ended_by_the_grammar(DoNotSize<int> seed, byte events) => ForEach(seed.Item, events % 24);

    [Property(MaxTest = 1_000)]
    public void What_is_made_of_damaged_bytes_keeps_the_grammar(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var stream = StreamMutator.Next(StreamMutator.MadeUp, random);
        foreach (var upstream in Enum.GetValues<Dialect>())
        {
            foreach (var caller in Enum.GetValues<Dialect>().Where(caller => caller != upstream))
            {
                var (output, _) = TranslatedStream.Write(upstream, caller, stream, () => random.Next(1, 100));

                StreamGrammar.Fault(caller, output).Should().BeNull($"{upstream} to {caller} is {Encoding.UTF8.GetString(output)}");
            }
        }
    }

    private static void ForEach(int seed, int events)
    {
        foreach (var caller in Enum.GetValues<Dialect>())
        {
            var output = new ArrayBufferWriter<byte>();
            using (var writer = Translators.Of(caller).AnswerWriter.Open(TranslatedStream.Context(Dialect.OpenAIResponses, caller, new LossList()), output))
            {
                if (!new RandomAnswer(new Random(seed)).Play(writer, events))
                {
                    writer.Fail(new RouterError(ErrorCode.UpstreamTruncated, "It stopped."));
                }
            }

            StreamGrammar.Fault(caller, output.WrittenSpan).Should().BeNull($"{caller} is {Encoding.UTF8.GetString(output.WrittenSpan)}");
        }
    }
}
