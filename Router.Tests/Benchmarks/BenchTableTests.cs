// The table says what was asked, and which of its columns missed it.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Benchmarks;

public sealed class BenchTableTests
{
    [Fact]
    public void Columns_that_miss_are_named_and_absent_values_miss_nothing()
    {
        var table = new BenchTable("unary", ["chat", "responses", "messages"]);

        table.AtLeast("rate", 0.9, null, double.NaN, 0.95, 0.89);
        table.AtLeast("rate", 0.9, 1, 0.9, 0.9, 0.9);
        table.Add("rate", "0", 1, 2, 3);

        table.Lines[0].Should().Equal("unary", "chat", "responses", "messages", "asked", "verdict");
        table.Lines[1].Should().Equal("rate", "-", "0.950", "0.890", ">= 0.90", "missed: messages");
        table.Lines[2].Should().Equal("rate", "0.900", "0.900", "0.900", ">= 0.90 (aim 1.00)", "held");
        table.Lines[3].Should().Equal("rate", "1", "2", "3", "", "");
    }

    [Fact]
    public void A_bound_is_missed_by_what_reaches_it()
    {
        var table = new BenchTable("memory", ["MB"]);

        table.Below("resident", "0", 200, 200);
        table.Below("resident", "0", 200, 199);

        table.Lines[1][^1].Should().Be("missed");
        table.Lines[2][^1].Should().Be("held");
    }

    [Fact]
    public void A_row_has_a_value_for_each_column() =>
        new BenchTable("unary", ["chat", "messages"]).Invoking(table => table.Add("rate", "0", 1)).Should().Throw<ArgumentException>();
}
