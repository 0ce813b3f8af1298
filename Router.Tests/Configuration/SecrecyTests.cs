// Secrets are nowhere but where they are used.
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Router.Configuration;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class SecrecyTests
{
    private const string Mark = "\"<redacted sha256:";

    [Theory]
    [InlineData("api_key: sk-secret-1234")]
    [InlineData("api_key: 'sk-secret-1234'   # the sk-secret-1234 of today")]
    [InlineData("api_key: \"sk-secret-1234\"\r")]
    [InlineData("api_key: >-\n      sk-secret-1234\n")]
    [InlineData("api_key: |\n      sk-secret-1234\n    # a comment with ünïcödé 🚀")]
    [InlineData("headers: { authorization: Bearer sk-secret-1234, x: \"${A:-sk-secret-1234}\" }")]
    [InlineData("region: \"🚀\"\n    api_key: sk-secret-1234")]
    [InlineData("proxy: http://user:sk-secret-1234@proxy")]
    [InlineData("region: eu\n    # api_key: sk-secret-1234\n    # api_key: ${KEPT}")]
    public void Literal_secrets_are_taken_out_of_revisions_and_nothing_else_changes(string lines)
    {
        var text = $"# ü 🚀\nproviders:\n  p:\n    base_url: https://h\n    {lines.Replace("region: \"🚀\"", "auth: bearer # 🚀", StringComparison.Ordinal)}\ngroups: {{}}  # end\n";

        var result = Yaml.Load(text);

        result.Problems.Should().BeEmpty();
        result.RedactedText.Should().NotContain("sk-secret").And.Contain(Mark).And.StartWith("# ü 🚀\nproviders:\n  p:\n    base_url: https://h\n    ")
            .And.EndWith("\ngroups: {}  # end\n");
        result.RedactedText.Split('\n').Should().HaveCountGreaterThan(5);
        if (lines.Contains("KEPT", StringComparison.Ordinal))
        {
            result.RedactedText.Should().Contain("# api_key: ${KEPT}");
        }
    }

    [Fact]
    public void References_stay_in_revisions()
    {
        const string Text = """
            license: { fingerprint: "${F}" }
            providers: { p: { base_url: https://h, api_key: "${K}", headers: { a: "Bearer ${K}", b: "${N:-}" } } }
            """;

        var result = Yaml.Load(Text, ("F", "fff"), ("K", "kkk"));

        result.RedactedText.Should().Be(Text);
        result.Snapshot!.License.Fingerprint.Reveal().Should().Be("fff");
    }

    [Theory]
    [InlineData("    # headers: { authorization: Bearer WORD, x-a: \"WORD\", \"x-b\":'WORD' }")]
    [InlineData("    # headers: {\n    #   authorization: Bearer WORD,\n    #   x-a: WORD\n    # }")]
    [InlineData("    # headers:\n    #   authorization: Bearer WORD\n    #   x-a: a WORD, and: more WORD")]
    [InlineData("    #  headers:\n    #      x-a: }WORD{#WORD")]
    [InlineData("    headers:\n      x-b: ${B:-}\n      # x-a: WORD\n#      x-c: WORD")]
    [InlineData("    headers: {\n      # x-a: WORD\n      x-b: \"${B:-}\" }")]
    [InlineData("    region: eu  # was headers: { x-a: WORD }, before")]
    [InlineData("    # proxy: http://user:WORD@proxy:3128")]
    [InlineData("    # with curl: -x socks5://WORD:WORD@proxy")]
    [InlineData("    # api_key: 'WORD'")]
    [InlineData("    # api-key: WORD,WORD#WORD")]
    [InlineData("    # export VENDOR_API_KEY=WORD")]
    [InlineData("    # password = 'WORD'; was at https://h/chat?api-key=WORD")]
    [InlineData("    # p2: {base_url: https://h, api_key: WORD, region: eu}")]
    [InlineData("    # authorization: Bearer WORD")]
    [InlineData("    # try it: -H 'Authorization: Bearer WORD1'")]
    [InlineData("    # the old one, Bearer WORD1")]
    [InlineData("    # the old one was sk-WORD")]
    public void What_may_be_a_secret_is_taken_out_of_comments_too(string lines)
    {
        const string Before = "providers:\n  p:\n    base_url: https://h # the one\n", After = "\n    # region: eu, as of token_sha256: 0123\n    billing: byok\n  # note: stays\n";

        var result = Yaml.Load(Before + lines.Replace("WORD", "hush-hush", StringComparison.Ordinal) + After);

        result.Problems.Should().BeEmpty();
        result.RedactedText.Should().NotContain("hush").And.Contain("<redacted sha256:").And.StartWith(Before).And.EndWith(After);
        result.RedactedText.Split('\n').Should().HaveSameCount((Before + lines + After).Split('\n'));
        Yaml.Load(result.RedactedText).RedactedText.Should().Be(result.RedactedText, "redacting twice changes nothing more");
    }

    [Theory]
    [InlineData("# headers: see the page of the vendor\n# base_url: https://h/a?b=c")]
    [InlineData("# api_key: ${KEY}, or file:key; a key: a word\n# headers: { x: ${KEY}, y: file:key }\n# headers:\n#   x: Bearer ${KEY}\n#region: eu")]
    [InlineData("# callers: [{ id: a, token_sha256: \"0123456789abcdef\" }]  # basic auth, bearer tokens, max_output_tokens: 5, mail ops@example.com")]
    [InlineData("providers:\n  p:\n    base_url: https://h\n    headers:\n      a: ${K:-}\n    # region: eu\n  # q:\n  #   base_url: https://h")]
    public void Comments_that_hold_no_secret_stay_as_they_are(string text) => Yaml.Load(text).RedactedText.Should().Be(text);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_file_stays_as_it_is(bool services)
    {
        var text = BootstrapFile.Text(services, services);

        Yaml.Load(text, ("OPENAI_API_KEY", "k"), ("ANTHROPIC_API_KEY", "k")).RedactedText.Should().Be(text);
    }

    [Property]
    public Property A_secret_is_in_no_message_no_printout_and_no_revision()
    {
        var secrets = Gen.Choose('a', 'z').Select(c => (char)c).ArrayOf(24).Select(chars => $"sk-{new string(chars)}");
        var breakages = Gen.Elements("", "\n    auth: basic", "\n    base_url: x", "\n   bad indent", "\n    x: \"open", "\n    proxy: ':'", "\n    api_key: again", "\n  - x: {");
        var styles = Gen.Elements("{0}", "'{0}'", "\"{0}\"", ">-\n      {0}", "[{0}]", "{{ {0}: 1 }}", "&{0} x", "*{0}", "!{0} x", "\"{0}", "'{0}", "{0}\t: x", "%{0}", "@{0}", "{0}\u0001");
        return Prop.ForAll(secrets.ToArbitrary(), breakages.ToArbitrary(), styles.ToArbitrary(), (secret, breakage, style) =>
        {
            var written = string.Format(System.Globalization.CultureInfo.InvariantCulture, style, secret);
            var text = $"license:\n  fingerprint: {written}\nproviders:\n  p:\n    base_url: https://{secret}@h?{secret}\n    proxy: http://u:{secret}@p\n    headers: {{ x-a: {secret} }}\n    api_key: {written}{breakage}\n";
            foreach (var candidate in new[] { text, text.Replace($"https://{secret}@h?{secret}", "https://h", StringComparison.Ordinal) })
            {
                var result = Yaml.Load(candidate);
                var snapshot = result.Snapshot;
                var shown = string.Join('\n', [
                    result.ToString(), snapshot?.ToString(), snapshot?.License.ToString(),
                    .. (snapshot?.Providers.Values ?? []).Select(provider => $"{provider} {provider.ApiKey} {provider.ConnectionKey}"),
                    .. result.Problems.Concat(result.Warnings).Select(problem => problem.ToString()), result.RedactedText, result.ContentHash]);
                if (shown.Contains(secret, StringComparison.Ordinal))
                {
                    return false.Label(shown);
                }
            }

            return true.ToProperty();
        });
    }

    [Property(MaxTest = 1000)]
    public Property Any_text_is_answered_and_never_throws()
    {
        var pieces = Gen.Elements(
            "server", "providers", "groups", "p", "api_key", "base_url", "simulator", "targets", ":", ": ", "- ", "-", "\n", "\n  ", "\n    ", "{", "}",
            "[", "]", ", ", "'", "\"", "|", ">", "?", "&a ", "*a", "!t ", "%", "@", "`", "#", "\t", "\r\n", "${", "}", "\0", "\uD800", "\u2028", "---", "...", "0", "~", "\\", "<<");
        return Prop.ForAll(pieces.ArrayOf().ToArbitrary(), parts =>
        {
            var result = Yaml.Load(string.Concat(parts));

            return (result.Snapshot is null) == !result.Problems.IsEmpty;
        });
    }

    [Fact]
    public void A_revision_gets_its_secrets_back_from_the_file_of_today()
    {
        var old = Yaml.Good.Replace("vendor-m", "older-m", StringComparison.Ordinal);

        var (text, problems) = RevisionRestore.Restore(Yaml.Load(old).RedactedText, Yaml.Good);

        problems.Should().BeEmpty();
        Yaml.Load(text!).ContentHash.Should().Be(Yaml.Load(old).ContentHash);
        Yaml.Snapshot(text!).Providers["up"].ApiKey.Reveal().Should().Be("sk-literal-secret-0123456789");
    }

    [Fact]
    public void A_revision_whose_secret_is_gone_says_so_with_the_line()
    {
        var (text, problems) = RevisionRestore.Restore(
            Yaml.Load(Yaml.Good).RedactedText, Yaml.Good.Replace("sk-literal", "sk-another", StringComparison.Ordinal));

        text.Should().BeNull();
        problems.Should().ContainSingle().Which.Line.Should().Be(4);
    }

    [Property]
    public bool Secrets_with_any_characters_come_back_as_they_were(NonEmptyString secret)
    {
        var raw = new string([.. secret.Get.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]);
        var json = System.Text.Json.Nodes.JsonValue.Create($"k{raw}").ToJsonString();
        var text = $"license: {{ fingerprint: {json.Replace("$", "\\u0024", StringComparison.Ordinal)} }}";
        var loaded = Yaml.Load(text);
        var (restored, _) = RevisionRestore.Restore(loaded.RedactedText, text);

        return loaded.Snapshot is null
            || (restored is not null && Yaml.Snapshot(restored).License.Fingerprint.Reveal() == loaded.Snapshot.License.Fingerprint.Reveal());
    }
}
