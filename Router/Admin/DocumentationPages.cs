// The pages of Router/Docs, which are embedded in the program, as HTML.
using System.Collections.Frozen;
using System.Net;
using System.Text;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Router.Admin;

/// <summary>
/// Renders every page once, when the first one is asked for. A page is a Markdown file whose first heading is its title; which pages
/// there are for a reader, and in what order, the lists of <c>index.md</c> say.
/// </summary>
internal sealed class DocumentationPages
{
    /// <summary>The page at <c>/docs/</c>.</summary>
    internal const string Index = "index";

    private const string Folder = "docs/";
    private const string Extension = ".md";

    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    private readonly DocumentationShell _shell;
    private readonly Lazy<FrozenDictionary<string, DocumentationPage>> _pages;

    /// <param name="version">The product's version, shown on each page.</param>
    internal DocumentationPages(string version)
    {
        _shell = new DocumentationShell(version, Read("style.css"));
        _pages = new Lazy<FrozenDictionary<string, DocumentationPage>>(RenderAll);
    }

    /// <summary>What the pages may load, which is nothing but their own style.</summary>
    internal string ContentSecurityPolicy => _shell.ContentSecurityPolicy;

    /// <summary>The names of all pages.</summary>
    internal IEnumerable<string> Names => _pages.Value.Keys;

    /// <summary>The page of a name, or null.</summary>
    internal DocumentationPage? Find(string name) => _pages.Value.GetValueOrDefault(name);

    /// <summary>The answer for a path with no page; its links are good at any depth.</summary>
    /// <param name="toRoot">The way back to <c>/docs/</c>: <c>./</c>, <c>../</c> …</param>
    internal ReadOnlyMemory<byte> NotFound(string toRoot)
    {
        const string Text = "<h1>There is no such page</h1>\n<p>The list on this page has all there are.</p>\n";
        return Encoding.UTF8.GetBytes(_shell.Wrap("There is no such page", Menu(Parse(Read(Index + Extension)), null, toRoot), Text, null, toRoot));
    }

    private FrozenDictionary<string, DocumentationPage> RenderAll()
    {
        var index = Read(Index + Extension);
        return typeof(DocumentationPages).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .ToFrozenDictionary(name => name, name => Render(name, index), StringComparer.Ordinal);
    }

    private DocumentationPage Render(string name, string index)
    {
        var text = Read(name + Extension);
        var page = Parse(text);
        var title = TextOf(page.Descendants<HeadingBlock>().First());
        var html = _shell.Wrap(title, Menu(Parse(index), name, "./"), page.ToHtml(Pipeline), name + Extension, "./");
        return new DocumentationPage(
            title,
            new DocumentationForm("text/html; charset=utf-8", Encoding.UTF8.GetBytes(html)),
            new DocumentationForm("text/markdown; charset=utf-8", Encoding.UTF8.GetBytes(text)));
    }

    private static MarkdownDocument Parse(string text)
    {
        var page = Markdown.Parse(text, Pipeline);
        foreach (var link in page.Descendants<LinkInline>())
        {
            link.Url = Served(link.Url ?? "");
        }

        foreach (var block in page.Descendants<FencedCodeBlock>())
        {
            Label(block);
        }

        return page;
    }

    /// <summary>In the repository a link names the file; here the file's own name is the page as Markdown.</summary>
    private static string Served(string url)
    {
        var end = url.IndexOf(Extension, StringComparison.Ordinal);
        return end switch
        {
            < 0 => url,
            _ when url[..end] == Index => "./" + url[(end + Extension.Length)..],
            _ => url[..end] + url[(end + Extension.Length)..],
        };
    }

    /// <summary>Says above a block of code which file it is, or that it is what a command prints.</summary>
    private static void Label(FencedCodeBlock block)
    {
        const string File = "file=";
        foreach (var word in (block.Arguments ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.StartsWith(File, StringComparison.Ordinal))
            {
                block.GetAttributes().AddProperty("data-label", word[File.Length..]);
            }
            else if (word == "expect")
            {
                block.GetAttributes().AddClass("output");
                block.GetAttributes().AddProperty("data-label", "prints");
            }
        }
    }

    /// <summary>The lists of the index with their headings, as one list of links.</summary>
    private static string Menu(MarkdownDocument index, string? current, string toRoot)
    {
        var menu = new StringBuilder();
        foreach (var block in index)
        {
            if (block is HeadingBlock { Level: 2 } heading)
            {
                menu.Append("<h2>").Append(WebUtility.HtmlEncode(TextOf(heading))).Append("</h2>\n");
            }
            else if (block is ListBlock list)
            {
                menu.Append("<ul>\n");
                foreach (var link in list.OfType<ListItemBlock>().SelectMany(item => item.Descendants<LinkInline>().Take(1)))
                {
                    menu.Append("<li><a href=\"").Append(toRoot).Append(link.Url)
                        .Append(link.Url == current ? "\" aria-current=\"page\">" : "\">")
                        .Append(WebUtility.HtmlEncode(TextOf(link))).Append("</a></li>\n");
                }

                menu.Append("</ul>\n");
            }
        }

        return menu.ToString();
    }

    private static string TextOf(HeadingBlock heading) => heading.Inline is { } text ? TextOf(text) : "";

    private static string TextOf(ContainerInline inline) => string.Concat(inline.Descendants().Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }));

    private static string Read(string file)
    {
        using var stream = typeof(DocumentationPages).Assembly.GetManifestResourceStream(Folder + file)
            ?? throw new InvalidOperationException($"{Folder}{file} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
