// The pages of the documentation hang together, and load nothing.
using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Router.Admin;
using Router.Tests.Architecture;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Admin;

public sealed partial class DocumentationPagesTests
{
    private static readonly string[] Marks = ["run", "expect", "install", "check", "query", "once"];

    private readonly DocumentationPages _pages = new("1.2.3");

    [Fact]
    public void Every_file_is_a_page_with_a_title_of_its_own()
    {
        _pages.Names.Should().BeEquivalentTo(DocumentationText.Pages().Select(page => Path.GetFileNameWithoutExtension(page.File)));
        _pages.Names.Select(name => _pages.Find(name)!.Title).Should().OnlyHaveUniqueItems().And.NotContain("");
    }

    [Fact]
    public void Every_page_stands_in_the_menu_of_every_page()
    {
        foreach (var name in _pages.Names)
        {
            var menu = Menu().Match(Html(name)).Value;
            Links().Matches(menu).Select(match => match.Groups[1].Value[2..])
                .Should().BeEquivalentTo(_pages.Names.Where(other => other != DocumentationPages.Index), name);
            menu.Contains("aria-current", StringComparison.Ordinal).Should().Be(name != DocumentationPages.Index, name);
        }
    }

    [Fact]
    public void Every_link_leads_to_a_page_and_to_a_heading_that_is_there()
    {
        foreach (var name in _pages.Names)
        {
            foreach (Match link in Links().Matches(Html(name)))
            {
                var (page, anchor) = link.Groups[1].Value.Split('#') is [var before, var after] ? (before, after) : (link.Groups[1].Value, null);
                var target = page switch
                {
                    "" => name,
                    "./" => DocumentationPages.Index,
                    _ => page.Replace("./", "", StringComparison.Ordinal).Replace(".md", "", StringComparison.Ordinal),
                };
                _pages.Find(target).Should().NotBeNull($"{name} links to {link.Groups[1].Value}");
                if (anchor is not null)
                {
                    Html(target).Should().Contain($"id=\"{anchor}\"", $"{name} links to {link.Groups[1].Value}");
                }
            }
        }
    }

    [Fact]
    public void Every_link_leads_somewhere_in_the_repository_too()
    {
        foreach (var (file, text) in DocumentationText.Pages())
        {
            foreach (Match link in MarkdownLink().Matches(text))
            {
                File.Exists(RepositoryRoot.At($"{DocumentationText.Folder}/{link.Groups[1].Value.Split('#')[0]}")).Should().BeTrue($"{file} links to {link.Groups[1].Value}");
            }
        }
    }

    [Fact]
    public void No_page_shows_a_note_to_its_writers() =>
        _pages.Names.Should().OnlyContain(name => !Html(name).Contains("&lt;!--", StringComparison.Ordinal));

    [Fact]
    public void No_page_loads_or_runs_anything()
    {
        foreach (var name in _pages.Names)
        {
            Loaded().Matches(Html(name)).Select(match => match.Value).Should().BeEmpty(name);
        }

        SourceTree.Read($"{DocumentationText.Folder}/style.css").Should().NotContainAny("url(", "@import");
    }

    [Fact]
    public void Every_block_of_code_says_how_it_is_tried()
    {
        foreach (var (file, text) in DocumentationText.Pages())
        {
            DocumentationText.Blocks(text)
                .Select(block => block.Marks)
                .Where(marks => !marks.Split(' ').Skip(1).Any(mark => Marks.Contains(mark) || mark.StartsWith("file=", StringComparison.Ordinal)))
                .Should().BeEmpty(file);
        }
    }

    [Fact]
    public void What_a_file_is_called_and_what_a_command_prints_stands_above_the_code()
    {
        var html = Html("codex");

        html.Should().Contain("data-label=\"~/.codex/config.toml\"").And.Contain("data-label=\"prints\"");
        html.Should().Contain("<code class=\"language-toml\"").And.NotContain("file=");
    }

    [Fact]
    public void The_version_stands_on_every_page() => _pages.Names.Should().OnlyContain(name => Html(name).Contains("router 1.2.3", StringComparison.Ordinal));

    private string Html(string name) => Encoding.UTF8.GetString(_pages.Find(name)!.Html.Body.Span);

    [GeneratedRegex("<nav.*?</nav>", RegexOptions.Singleline)]
    private static partial Regex Menu();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex("<(?:script|img|link|iframe|object|embed|form|base)\\b|\\s(?:src|srcset|style|on\\w+)=|href=\"(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex Loaded();
}
