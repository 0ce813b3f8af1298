// The kill loop must see what a ledger lost or counted twice.
using FluentAssertions;
using Xunit;

namespace Router.Tests.KillLoop;

public sealed class KillChecksTests
{
    [Fact]
    public void A_request_with_one_row_passes_and_one_without_or_with_two_fails()
    {
        var seen = new Dictionary<string, int> { ["good"] = 1, ["lost"] = 1, ["twice"] = 1 };
        var rows = new Dictionary<string, LedgerRow> { ["good"] = new(1, "completed", 1), ["twice"] = new(2, "completed", 1) };

        Failures(checks => checks.EachSeenHasOneRow(seen, rows)).Should().Be(2);
        Failures(checks => checks.NoneTwice(rows)).Should().Be(1);
    }

    [Fact]
    public void An_attempt_that_the_row_does_not_count_fails_unless_the_kill_took_the_count()
    {
        var seen = new Dictionary<string, int> { ["a"] = 2 };

        Failures(checks => checks.EachSeenHasOneRow(seen, Rows("completed", attempts: 1))).Should().Be(1);
        Failures(checks => checks.EachSeenHasOneRow(seen, Rows("completed", attempts: 2))).Should().Be(0);
        Failures(checks => checks.EachSeenHasOneRow(seen, Rows("interrupted", attempts: 0))).Should().Be(0);
    }

    [Fact]
    public void An_answer_that_the_caller_has_is_in_the_ledger_as_served()
    {
        Failures(checks => checks.EachAcknowledgedIsCompleted(["a"], Rows("completed", attempts: 1))).Should().Be(0);
        Failures(checks => checks.EachAcknowledgedIsCompleted(["a"], Rows("failed", attempts: 1))).Should().Be(1);
        Failures(checks => checks.EachAcknowledgedIsCompleted(["b"], Rows("completed", attempts: 1))).Should().Be(1);
    }

    [Theory]
    [InlineData(0, """{"ok":true,"open":0}""", 0)]
    [InlineData(1, """{"ok":false,"open":0}""", 2)]
    [InlineData(0, """{"ok":true,"open":3}""", 1)]
    [InlineData(0, "nothing", 1)]
    public void A_verification_must_say_that_all_holds_and_nothing_is_open(int exitCode, string output, int failures) =>
        Failures(checks => checks.Verified((exitCode, output, ""))).Should().Be(failures);

    [Theory]
    [InlineData(true, 2, 30, 0)]
    [InlineData(false, 1, 20, 1)]
    [InlineData(true, 1, 30, 1)]
    [InlineData(true, 3, 30, 1)]
    [InlineData(true, 2, 20, 1)]
    public void What_the_licence_counts_is_what_the_rows_say(bool isCounted, long requests, long tokens, int failures)
    {
        var rows = new Dictionary<string, LedgerRow> { ["a"] = new(1, "completed", 1, isCounted, 10), ["b"] = new(1, "completed", 1, true, 20) };
        var status = $$"""{"limits":[{"limit":"requests.total","used":{{requests}}},{"limit":"tokens.total","used":{{tokens}}}]}""";

        Failures(checks => checks.EachSeenIsCounted(new Dictionary<string, int> { ["a"] = 1 }, rows, (0, status, ""))).Should().Be(failures);
    }

    private static Dictionary<string, LedgerRow> Rows(string outcome, int attempts) => new() { ["a"] = new(1, outcome, attempts) };

    private static long Failures(Action<KillChecks> check)
    {
        var checks = new KillChecks(TextWriter.Null);
        check(checks);
        return checks.Failed;
    }
}
