// What the pages say of the product in tables is what the product has.
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Router.Inference;
using Router.Storage;
using Router.Telemetry;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Admin;

public sealed partial class DocumentationTruthTests
{
    [Fact]
    public void The_table_of_errors_has_every_code_as_it_is_sent()
    {
        var rows = DocumentationText.Rows(DocumentationText.Page("errors.md")).Where(row => row.Length == 4).ToList();
        var meanings = ByCode(rows.Where(row => int.TryParse(row[0], CultureInfo.InvariantCulture, out _)), 1);
        var forms = ByCode(rows, 0);
        var codes = typeof(ErrorCode).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(field => field.GetValue(null))
            .OfType<ErrorCode>()
            .ToList();

        meanings.Keys.Should().BeEquivalentTo(codes.Select(code => code.Name));
        foreach (var code in codes)
        {
            meanings[code.Name][0].Should().Be(code.Status.ToString(CultureInfo.InvariantCulture), code.Name);
            meanings[code.Name][2].Contains("`x-should-retry: false`", StringComparison.Ordinal).Should().Be(code.NeverRetry, code.Name);
            forms[code.Name][1..].Should().Equal(
                [$"`{code.OpenAIType}`", code.OpenAICode is null ? "none" : code.OpenAICode == code.Name ? "the same" : $"`{code.OpenAICode}`", $"`{code.MessagesType}`"],
                code.Name);
        }

        // A row may stand for several codes that differ in their names alone.
        static Dictionary<string, string[]> ByCode(IEnumerable<string[]> rows, int column) => rows
            .SelectMany(row => Quoted().Matches(row[column]).Select(code => (Code: code.Groups[1].Value, Row: row)))
            .ToDictionary(entry => entry.Code, entry => entry.Row);
    }

    [Fact]
    public async Task The_table_of_metrics_has_every_instrument_with_its_labels()
    {
        var metrics = new RouterMetrics("1.2.3");
        metrics.SeriesOf(new SeriesLabels("g", "p", "m", "d", "o", "j")).Count(1, 1, 1, new TokenUsage(1, 1, 1, 1, 1, 1), 1);
        metrics.CountAttempt("p", "m", "o");
        metrics.CountFallback("g");
        metrics.CountRefusal("license_missing");
        metrics.OnScrape(() => new LicenseFigures(["valid"], "valid", 1, 1, [("max_groups", 1, 1)], 1, 1));
        using var page = new MemoryStream();
        await metrics.WriteAsync(page, CancellationToken.None);
        var series = Series().Matches(Encoding.UTF8.GetString(page.ToArray()))
            .GroupBy(match => Part().Replace(match.Groups[1].Value, ""), match => Label().Matches(match.Groups[2].Value).Select(label => label.Groups[1].Value))
            .ToDictionary(group => group.Key, group => string.Join(", ", group.First().Where(label => label != "le")));

        DocumentationText.Rows(DocumentationText.Page("metrics.md"))
            .Where(row => row[0].StartsWith('`'))
            .Select(row => KeyValuePair.Create(row[0].Trim('`'), row[1]))
            .Should().BeEquivalentTo(series);
    }

    [Fact]
    public void The_keys_of_the_configuration_are_those_of_the_schema()
    {
        const string File = "configuration.md";
        const string Heading = "## Every key\n";
        var written = DocumentationText.Page(File).Split(Heading)[0];

        Golden.Match($"../{DocumentationText.Folder}/{File}", written + Heading + ConfigurationKeys.Markdown());
    }

    [Fact]
    public void What_translation_loses_is_the_table_of_losses()
    {
        const string File = "translation.md";
        const string Heading = "## From Chat Completions\n";
        var written = DocumentationText.Page(File).Split(Heading)[0];

        Golden.Match($"../{DocumentationText.Folder}/{File}", written + TranslationTables.Markdown());
    }

    [Fact]
    public void Every_question_to_the_ledger_is_one_that_it_understands()
    {
        using var folder = new TemporaryDirectory();
        using var ledger = new SqliteDatabase(folder["ledger.db"]).OpenWriter();
        Migrations.Apply(ledger);
        var questions = DocumentationText.Pages()
            .SelectMany(page => DocumentationText.Blocks(page.Text))
            .Where(block => block.Marks == "sql query")
            .Select(block => block.Code)
            .ToList();

        questions.Should().NotBeEmpty();
        foreach (var question in questions)
        {
            using var select = ledger.CreateCommand();
#pragma warning disable CA2100 // The statement is the documentation's own.
            select.CommandText = question;
#pragma warning restore CA2100
            using var rows = select.ExecuteReader();
            rows.FieldCount.Should().BePositive(question);
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^([a-z]\w*)(?:\{([^}]*)\})? ", RegexOptions.Multiline)]
    private static partial Regex Series();

    [GeneratedRegex(@"(?<=_seconds)_(?:bucket|sum|count)$")]
    private static partial Regex Part();

    [GeneratedRegex("(\\w+)=\"")]
    private static partial Regex Label();
}
