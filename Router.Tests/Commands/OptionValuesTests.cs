// Values of options that are none: wrong usage in plain words, whatever the command.
using FluentAssertions;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Commands;

public sealed class OptionValuesTests : IDisposable
{
    private static readonly string[] WrongNumbers = ["x", "", "-1", "1.5", "99999999999999999999"];

    // Each command up to the value of its last option or argument.
    private static readonly string[] TakeNumbers =
    [
        "license keygen --private a --public b --max-days",
        "license top-up --license a --key b --out c --requests",
        "license top-up --license a --key b --out c --tokens",
        "simulate --seed-ledger",
        "simulate --days",
        "config rollback",
        "report license --limit",
    ];

    private static readonly string[] TakeOthers =
    [
        "serve --log-level",
        "token issue --id a --user u --project p --environment e --allow g --expires",
        "token rotate a --grace",
        "license renew --license a --key b --out c --valid-for",
        "license renew --license a --key b --out c --exp",
        "license renew --license a --key b --out c --exp 2030-01-01 --grace",
        "license top-up --license a --key b --out c --requests 1 --exp",
        "license revoke --key a --out b --license-id c --effective",
        "license revoke --key a --out b --license-id",
        "simulate --listen",
    ];

    // These are there or not; with nothing behind the sign they are there.
    private static readonly string[] TakeNothing =
    [
        "token issue --id a --role admin --admin",
        "license keygen --private a --public b --loopback-only",
        "check --json",
    ];

    private readonly TemporaryDirectory _folder = new();

    public static IEnumerable<object[]> NoNumbers => TakeNumbers.SelectMany(command => WrongNumbers.Select(value => new object[] { command, value }));

    public static IEnumerable<object[]> NoValues =>
        TakeOthers.SelectMany(command => new[] { "x y", "" }.Select(value => new object[] { command, value }))
            .Concat(TakeNothing.Select(command => new object[] { command, "x y" }));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public async Task What_is_no_number_is_wrong_usage_in_plain_words(string command, string value) => await IsWrongUsageAsync([.. command.Split(' '), value]);

    [Theory]
    [MemberData(nameof(NoValues))]
    public async Task What_is_no_value_of_an_option_is_wrong_usage_in_plain_words(string command, string value)
    {
        // Behind the sign, for an option that is there or not takes no further word.
        var words = command.Split(' ');
        await IsWrongUsageAsync([.. words[..^1], $"{words[^1]}={value}"]);
    }

    [Theory]
    [InlineData("--max-days takes a whole number from 1 to 36500", "license", "keygen", "--private", "a", "--public", "b", "--max-days", "99999999999")]
    [InlineData("--listen: 'http://127.0.0.1:1/x' is not http://IP:PORT", "simulate", "--listen", "http://127.0.0.1:1/x")]
    [InlineData("--listen: 'http://127.0.0.1:1?x' is not", "simulate", "--listen", "http://127.0.0.1:1?x")]
    [InlineData("--listen: 'http://u@127.0.0.1:1' is not", "simulate", "--listen", "http://u@127.0.0.1:1")]
    [InlineData("--grace takes a duration such as 90d, 12h or 30m, from 1s to 36500d", "token", "rotate", "a", "--grace", "0d")]
    [InlineData("--grace takes a duration such as 90d, 12h or 30m, from 1s to 36500d", "token", "rotate", "a", "--grace", "500ms")]
    [InlineData("N takes a whole number from 1 to 2147483647", "config", "rollback", "x")]
    [InlineData("--effective takes a day such as 2027-11-01 or a moment", "license", "revoke", "--key", "a", "--out", "b", "--license-id", "c", "--effective", "1969-12-31")]
    [InlineData("--log-level takes Trace, Debug, Information, Warning, Error, Critical or None", "serve", "--log-level", "Foo")]
    [InlineData("--log-level takes Trace", "serve", "--log-level", "2")]
    public async Task The_line_says_what_may_stand_there(string words, params string[] args) =>
        (await CommandLineRun.OfAsync(args)).Error.Should().Contain(words);

    private async Task IsWrongUsageAsync(string[] args)
    {
        var config = _folder.Write("router.yaml", """
            providers: { cloud: { base_url: https://provider.example, api_key: k, models: { m: {} } } }
            groups: { g: { targets: [{ provider: cloud, model: m }] } }
            """);

        var run = await CommandLineRun.OfAsync([.. args, "--config", config]);

        run.ExitCode.Should().Be(2);
        run.Out.Should().BeEmpty();
        run.Error.Should().NotContain("Unhandled").And.NotContain("System.");
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
    }
}
