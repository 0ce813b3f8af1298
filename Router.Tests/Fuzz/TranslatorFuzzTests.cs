// The translators take whatever comes, for a few thousand damaged inputs; the verb `fuzz` tries more.
using System.Text;
using FluentAssertions;
using Xunit;

namespace Router.Tests.Fuzz;

public sealed class TranslatorFuzzTests
{
    private const int Executions = 20_000;

    [Fact]
    public void Damaged_requests_answers_and_streams_make_no_exception_and_no_end_of_their_own()
    {
        var mutator = new TranslatorMutator(FuzzCorpus.Own());
        for (var seed = 0; seed < Executions; seed++)
        {
            var random = new Random(seed);
            var input = mutator.Next(random);
            TranslatorCheck.Fault(input, random).Should().BeNull("{0} of {1}, seed {2}: {3}", input.Kind, input.Dialect, seed, Encoding.UTF8.GetString(input.Bytes));
        }
    }

    [Fact]
    public void What_is_not_damaged_holds_too()
    {
        foreach (var input in FuzzCorpus.Own())
        {
            TranslatorCheck.Fault(input, new Random(1)).Should().BeNull();
        }
    }
}
