// Goldens, temporary folders and the list logger do what tests expect of them.
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Sdk;

namespace Router.Tests.Support;

public sealed partial class SupportTests
{
    [Fact]
    public void A_golden_that_differs_names_its_first_line()
    {
        Golden.Match("Support/Goldens/two-lines.golden", "first\nsecond\n");
        FluentActions.Invoking(() => Golden.Match("Support/Goldens/two-lines.golden", "first\nother\n"))
            .Should().Throw<XunitException>().WithMessage("*line 2*second*other*");
    }

    [Fact]
    public void A_temporary_folder_is_gone_after_use()
    {
        string path;
        using (var folder = new TemporaryDirectory())
        {
            path = folder.Write("deep/er/file.txt", "text");
            folder.Read("deep/er/file.txt").Should().Be("text");
        }

        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public async Task The_list_logger_keeps_lines_and_announces_them()
    {
        using var logs = new ListLoggerProvider();
        var later = logs.WhenLoggedAsync(7);
        later.IsCompleted.Should().BeFalse();
        Log.Counted(logs.For<SupportTests>(), 3);
        (await later).Message.Should().Be("counted 3");
        logs.Lines.Should().ContainSingle().Which.Values["Count"].Should().Be(3);
        (await logs.WhenLoggedAsync(7)).Level.Should().Be(LogLevel.Warning);
        logs.Text.Should().Contain("SupportTests[7] counted 3");
    }

    private static partial class Log
    {
        [LoggerMessage(7, LogLevel.Warning, "counted {Count}")]
        public static partial void Counted(ILogger logger, int count);
    }
}
