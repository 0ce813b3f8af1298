// The documentation on the admin listener: for everybody, in both forms, with the heads that keep it harmless.
using System.Net;
using FluentAssertions;
using Router.Admin;
using Router.Tests.Admin;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class DocumentationTests : IAsyncLifetime
{
    private RunningRouter _router = null!;
    private RouterClient _reader = null!;

    public async Task InitializeAsync()
    {
        _router = await RunningRouter.StartAsync(RouterConfigText.Of("http://127.0.0.1:9", "chat"));
        _reader = _router.AdminWith(null);
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await _router.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_is_served_to_a_reader_without_a_token()
    {
        foreach (var (file, text) in DocumentationText.Pages())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            using var answer = await GetAsync(name == DocumentationPages.Index ? "/docs/" : $"/docs/{name}");

            answer.StatusCode.Should().Be(HttpStatusCode.OK, name);
            answer.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8", name);
            (await answer.Content.ReadAsStringAsync()).Should().Contain($"<h1 id=\"{Anchor(text)}\">", name);
        }
    }

    [Theory]
    [InlineData("/docs/", 200)]
    [InlineData("/docs/codex", 200)]
    [InlineData("/docs/codex.md", 200)]
    [InlineData("/docs/nothing", 404)]
    public async Task Nothing_of_a_page_can_run_or_be_taken_for_something_else(string path, int status)
    {
        using var answer = await GetAsync(path);

        ((int)answer.StatusCode).Should().Be(status);
        Header(answer, "content-security-policy").Should()
            .MatchRegex("^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$");
        Header(answer, "x-content-type-options").Should().Be("nosniff");
        Header(answer, "referrer-policy").Should().Be("no-referrer");
    }

    [Theory]
    [InlineData("/docs/tokens.md", "tokens.md")]
    [InlineData("/docs/tokens?format=md", "tokens.md")]
    [InlineData("/docs/index.md", "index.md")]
    [InlineData("/docs/?format=md", "index.md")]
    public async Task A_page_can_be_had_as_the_file_that_it_is(string path, string file)
    {
        using var answer = await GetAsync(path);

        answer.Content.Headers.ContentType!.ToString().Should().Be("text/markdown; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).Should().Be(DocumentationText.Page(file));
    }

    [Fact]
    public async Task A_browser_that_has_a_page_is_told_so()
    {
        using var first = await GetAsync("/docs/tokens");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/docs/tokens");
        request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", W/{first.Headers.ETag}");
        using var again = await _reader.SendAsync(request);
        using var markdown = await GetAsync("/docs/tokens.md");

        first.Headers.CacheControl!.NoCache.Should().BeTrue();
        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        again.Headers.ETag.Should().Be(first.Headers.ETag);
        markdown.Headers.ETag.Should().NotBe(first.Headers.ETag);
    }

    [Fact]
    public async Task HEAD_answers_with_the_head_alone()
    {
        using var get = await GetAsync("/docs/tokens");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/docs/tokens");
        using var head = await _reader.SendAsync(request);

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.Should().Be((await get.Content.ReadAsByteArrayAsync()).Length);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("/docs/nothing", "./codex")]
    [InlineData("/docs/codex/", "../codex")]
    [InlineData("/docs/a/b/c.md", "../../codex")]
    [InlineData("/docs/style.css", "./codex")]
    public async Task A_path_without_a_page_is_answered_with_the_way_to_those_there_are(string path, string link)
    {
        using var answer = await GetAsync(path);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        answer.Headers.ETag.Should().BeNull();
        (await answer.Content.ReadAsStringAsync()).Should().Contain("<h1>There is no such page</h1>").And.Contain($"href=\"{link}\"");
    }

    [Fact]
    public async Task The_folder_without_its_slash_leads_to_the_one_with_it()
    {
        using var answer = await GetAsync("/docs");

        answer.StatusCode.Should().Be(HttpStatusCode.PermanentRedirect);
        answer.Headers.Location!.OriginalString.Should().Be("docs/");
    }

    [Fact]
    public async Task Who_begins_at_the_root_is_told_where_the_documentation_is()
    {
        using var answer = await GetAsync("/");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("The documentation is at GET /docs/.");
    }

    [Fact]
    public async Task A_form_that_there_is_not_is_an_error()
    {
        using var answer = await GetAsync("/docs/tokens?format=pdf");

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        Header(answer, "x-router-error").Should().Be("invalid_format");
    }

    [Fact]
    public async Task Pages_cannot_be_posted_to_and_are_not_on_the_caller_surface()
    {
        using var posted = await _reader.PostAsync(new Uri("/docs/tokens", UriKind.Relative), null);
        using var caller = await _router.Caller.GetAsync(new Uri("/docs/", UriKind.Relative));

        posted.StatusCode.Should().Be(HttpStatusCode.NotFound);
        caller.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _reader.GetAsync(new Uri(path, UriKind.Relative));

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static string Anchor(string text) =>
        new([.. text[2..text.IndexOf('\n', StringComparison.Ordinal)].ToLowerInvariant().Replace(' ', '-').Where(c => c == '-' || char.IsAsciiLetterOrDigit(c))]);
}
