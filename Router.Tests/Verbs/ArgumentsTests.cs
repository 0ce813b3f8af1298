// Wrong usage is refused, not guessed at.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Verbs;

public sealed class ArgumentsTests
{
    [Fact]
    public void Words_options_and_switches_are_told_apart()
    {
        var arguments = new Arguments(["unary", "--router", "file", "--quick", "start"], ["--router"], ["--quick"]);

        arguments.Words.Should().Equal("unary", "start");
        arguments.Text("--router").Should().Be("file");
        arguments.Has("--quick").Should().BeTrue();
        arguments.Has("--lean").Should().BeFalse();
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("--router")]
    [InlineData("--quick --quick")]
    [InlineData("--rounds x")]
    [InlineData("--rounds 0")]
    [InlineData("--rounds -1")]
    public void What_cannot_be_meant_is_wrong_usage(string line)
    {
        var reading = () => new Arguments(line.Split(' '), ["--router", "--rounds"], ["--quick"]).Number("--rounds", 1);

        reading.Should().Throw<UsageException>();
    }

    [Theory]
    [InlineData("killall")]
    [InlineData("conformance")]
    [InlineData("bench nothing")]
    [InlineData("killloop --rounds many")]
    public async Task The_program_exits_2_on_wrong_usage(string line) =>
        (await VerbTable.RunAsync(line.Split(' '))).Should().Be(2);
}
