// The chain and the sums betray every change.
using FluentAssertions;
using Router.Ledger;
using Xunit;

namespace Router.Tests.Ledger;

public sealed class LedgerVerifierTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public LedgerVerifierTests()
    {
        using var session = _folder.Session();
        for (var number = 1; number <= 5; number++)
        {
            var settlement = SampleFacts.Settled(SampleFacts.Attempt(1, error: "connect", cost: 3), SampleFacts.Attempt(2, "other"));
            session.Append([new LedgerEntry(SampleFacts.Request(number), settlement, null)], mayExist: false);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_ledger_as_written_holds()
    {
        var findings = _folder.Verify();
        findings.Problems.Should().BeEmpty();
        findings.Should().BeEquivalentTo(new { Ok = true, Rows = 5L });
    }

    [Theory]
    [InlineData("usage")]
    [InlineData("attempts")]
    public void A_change_of_any_column_is_found(string table)
    {
        foreach (var column in _folder.Column($"SELECT name FROM pragma_table_info('{table}')").Cast<string>())
        {
            var type = (string)_folder.Value($"SELECT type FROM pragma_table_info('{table}') WHERE name = '{column}'")!;
            var where = table == "usage" ? "seq = 3" : $"request_id = '{SampleFacts.Id(3)}' AND attempt = 2";
            var change = type == "TEXT" ? $"COALESCE({column}, '') || 'x'" : $"COALESCE({column}, 0) + 100";
            var restore = $"""
                DELETE FROM {table} WHERE request_id LIKE '%3' OR request_id LIKE '%3x' {(table == "usage" ? "OR seq = 103" : "")};
                INSERT INTO {table} SELECT * FROM kept;
                DROP TABLE kept;
                """;
            _folder.Execute($"CREATE TABLE kept AS SELECT * FROM {table} WHERE request_id = '{SampleFacts.Id(3)}';");
            _folder.Execute($"UPDATE {table} SET {column} = {change} WHERE {where};");
            _folder.Verify().Ok.Should().BeFalse($"{table}.{column} was changed");
            _folder.Execute(restore);
            _folder.Verify().Problems.Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("DELETE FROM usage WHERE seq = 1")]
    [InlineData("DELETE FROM usage WHERE seq = 3")]
    [InlineData("DELETE FROM usage WHERE seq = 5")]
    [InlineData("DELETE FROM attempts WHERE attempt = 1")]
    [InlineData("DELETE FROM usage")]
    [InlineData("UPDATE usage SET seq = 9 WHERE seq = 2; UPDATE usage SET seq = 2 WHERE seq = 3; UPDATE usage SET seq = 3 WHERE seq = 9")]
    [InlineData("INSERT INTO attempts SELECT 'req_none', attempt, provider, model, dialect, status, error_class, started_at, duration_ms, first_byte_ms, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, reasoning_tokens, cost FROM attempts LIMIT 1")]
    [InlineData("UPDATE usage SET region = NULL WHERE seq = 2")]
    public void Rows_taken_away_added_or_swapped_are_found(string change)
    {
        _folder.Execute(change);
        _folder.Verify().Ok.Should().BeFalse();
    }

    [Theory]
    [InlineData("UPDATE usage SET output_cost = output_cost + 1 WHERE seq = 2", "output_cost")]
    [InlineData("UPDATE usage SET total_cost = total_cost + 1 WHERE seq = 2", "total_cost")]
    [InlineData("UPDATE usage SET failed_cost = failed_cost + 1 WHERE seq = 2", "failed_cost")]
    [InlineData("UPDATE usage SET price_input = price_input * 2 WHERE seq = 2", "input_cost")]
    [InlineData("UPDATE usage SET attempts = 3 WHERE seq = 2", "attempts is 3")]
    public void A_sum_that_is_off_is_named(string change, string named)
    {
        _folder.Execute(change);
        _folder.Verify().Problems.Should().Contain(problem => problem.Seq == 2 && problem.Text.StartsWith(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Sums_of_a_month_stay_at_the_most_there_is()
    {
        using (var session = _folder.Session())
        {
            var most = SampleFacts.Settled() with { Usage = new(Input: long.MaxValue, CacheRead: 1, Output: long.MaxValue) };
            for (var number = 6; number <= 9; number += 2)
            {
                session.Append(
                    [new(SampleFacts.Request(number), most, null), new(SampleFacts.Request(number + 1), most, null)], mayExist: false);
            }
        }

        _folder.Value("SELECT input_tokens = 9223372036854775807 AND output_tokens = 9223372036854775807 AND total_cost = 9223372036854775807 FROM caller_months")
            .Should().Be(1L);
        _folder.Verify().Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData("UPDATE caller_months SET output_tokens = output_tokens - 1")]
    [InlineData("UPDATE caller_months SET month = 202501")]
    [InlineData("DELETE FROM caller_months")]
    [InlineData("INSERT INTO caller_months VALUES ('nobody', 202501, 1, 0, 0, 0)")]
    public void A_wrong_sum_of_a_month_is_found(string change)
    {
        _folder.Execute(change);
        _folder.Verify().Problems.Should().ContainSingle().Which.Text.Should().Contain("by caller and month");
    }

    [Theory]
    [InlineData("DELETE FROM schema_migrations WHERE version > 3", "version 3,*start the router on it once*")]
    [InlineData("UPDATE schema_migrations SET version = 900 WHERE version = 3", "version 900, which is newer*")]
    [InlineData("DROP TABLE schema_migrations", "version 0,*")]
    public void A_schema_of_another_version_is_told_and_not_taken_for_damage(string change, string told)
    {
        _folder.Execute(change);
        _folder.Verify().Problems.Should().ContainSingle().Which.Text.Should().Match("*schema has " + told);
    }

    [Fact]
    public void One_changed_row_is_not_blamed_on_the_rows_after_it()
    {
        _folder.Execute("UPDATE usage SET user_id = 'mallory' WHERE seq = 2");
        _folder.Verify().Problems.Should().ContainSingle().Which.Seq.Should().Be(2);
    }
}
