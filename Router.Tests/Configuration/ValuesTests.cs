// What values become.
using FluentAssertions;
using Router.Configuration;
using Router.Inference;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class ValuesTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("0", 0)]
    public void Durations_carry_their_unit(string written, long milliseconds) =>
        Yaml.Snapshot($"server: {{ drain: {written} }}").Server.Drain.TotalMilliseconds.Should().Be(milliseconds);

    [Fact]
    public void Prices_become_nano_dollars_exactly()
    {
        var prices = Yaml.Snapshot("""
            providers:
              p:
                base_url: https://h
                models:
                  m:
                    prices: { input: 0.25, output: 2.00, cache_read: 0.000000001, cache_write: 1000000, cache_write_1h: 0.1, image: 0.04, source: "list price", updated: 2026-11-01 }
            """).Providers["p"].Models["m"].Prices;

        prices.Should().Be(new PriceList(
            250_000_000, 2_000_000_000, 1, 1_000_000_000_000_000, 100_000_000, 40_000_000, "list price (2026-11-01)"));
    }

    [Fact]
    public void Traits_change_those_of_the_dialects_own_service_and_no_other()
    {
        var model = Yaml.Snapshot("""
            providers:
              p:
                base_url: https://h
                models:
                  m:
                    traits: { seed: false, toolNameMax: 32, temperatureMax: 1.5, reasoning: budget, reasoningLevels: [high, none], maxTokensField: max_tokens, toolIdPattern: nine_alphanumerics }
            """).Providers["p"].Models["m"];

        var (own, traits) = (TargetTraits.Of(Dialect.OpenAIChat), model.TraitsOf(Dialect.OpenAIChat));
        traits.ReasoningLevels.Should().Equal(ReasoningEffort.None, ReasoningEffort.High);
        traits.Should().Be(own with
        {
            Seed = false,
            ToolNameMax = 32,
            TemperatureMax = 1.5m,
            Reasoning = ReasoningSupport.Budget,
            ReasoningLevels = traits.ReasoningLevels,
            MaxTokensField = OutputLimitField.MaxTokens,
            ToolIdPattern = ToolIdPattern.NineAlphanumerics,
            ServiceTiers = traits.ServiceTiers,
        });
    }

    [Fact]
    public void Everything_of_a_provider_is_read()
    {
        var provider = Yaml.Snapshot("""
            providers:
              p:
                base_url: http://10.0.0.7:8000/api/
                private: true
                dialects: [anthropic-messages]
                paths: { anthropic-messages: /messages?version=1 }
                auth: header:api-key
                headers: { x-team: blue }
                proxy: http://user:word@proxy.example:3128
                region: eu
                billing: pass_through
                timeouts: { connect: 1s, first_byte: 0, idle: 5s, total: 1m }
                models: { m: { capabilities: [tools, images] } }
            """).Providers["p"];

        provider.BaseAddress.Should().Be(new Uri("http://10.0.0.7:8000/api"));
        provider.BaseAddress!.AbsoluteUri.Should().NotEndWith("/");
        provider.Dialects.Should().Equal(Dialect.AnthropicMessages);
        provider.Paths[Dialect.AnthropicMessages].Should().Be("/messages?version=1");
        provider.Auth.Should().Be(new AuthScheme(AuthKind.Header, "api-key"));
        provider.Headers.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("x-team", "blue"));
        provider.Proxy!.UserInfo.Should().Be("user:word");
        provider.Timeouts.Should().Be(new UpstreamTimeouts(
            TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)));
        provider.Models["m"].Capabilities.Should().Be(ModelCapabilities.Tools | ModelCapabilities.Images);
    }

    [Fact]
    public void Callers_and_admins_are_found_by_the_hash_of_their_token()
    {
        var snapshot = Yaml.Snapshot(Yaml.Good + $$"""

            callers:
              - { id: ci, user: alice, project: web, environment: production, token_sha256: "{{TokenHash.Of("one")}}", allow: [default] }
              - { id: all, token_sha256: {{TokenHash.Of("two")}}, allow: ["*"] }
            admin:
              tokens:
                - { id: ops, token_sha256: {{TokenHash.Of("three")}}, roles: [operator, metrics], scope: web/production }
            """);

        snapshot.Callers[TokenHash.Of("one")].Should().BeEquivalentTo(
            new StaticCaller("ci", "alice", "web", "production", TokenHash.Of("one"), ["default"]));
        snapshot.Callers[TokenHash.Of("two")].User.Should().Be("all");
        snapshot.Admin.Tokens.Should().ContainSingle().Which.Should().Be(
            new StaticAdmin("ops", TokenHash.Of("three"), AdminRoles.Operator | AdminRoles.Metrics, "web/production"));
    }

    [Fact]
    public void Groups_are_found_by_name_and_alias()
    {
        var snapshot = Yaml.Snapshot("""
            providers: { s: { base_url: simulator, models: { a: {}, b: {} } } }
            groups:
              first: { aliases: [gpt-4o, claude/sonnet], strategy: weighted, targets: [{ provider: s, model: a, weight: 3 }, { provider: s, model: b, weight: 0 }], retry: { same_target: 4, deadline: 1m } }
              second: { targets: [{ provider: s, model: b }] }
            """);

        snapshot.Groups.Select(group => group.Name).Should().Equal("first", "second");
        snapshot.GroupsByName["claude/sonnet"].Name.Should().Be("first");
        snapshot.GroupsByName["first"].Strategy.Should().Be(RoutingStrategy.Weighted);
        snapshot.GroupsByName["first"].Targets.Select(target => target.Weight).Should().Equal(3, 0);
    }

    [Fact]
    public void Connections_are_shared_exactly_while_nothing_they_depend_on_changes()
    {
        string Key(string text) => Yaml.Snapshot(text).Providers["up"].ConnectionKey;

        Key(Yaml.Good.Replace("vendor-m", "other", StringComparison.Ordinal)).Should().Be(Key(Yaml.Good));
        Key(Yaml.Good.Replace("api.example.com", "api2.example.com", StringComparison.Ordinal)).Should().NotBe(Key(Yaml.Good));
        Key(Yaml.Good.Replace("    models:", "    proxy: http://p:1\n    models:", StringComparison.Ordinal)).Should().NotBe(Key(Yaml.Good));
    }

    [Theory]
    [InlineData("https://h/v1/chat/completions")]
    [InlineData("https://h/api/v1/responses/")]
    [InlineData("https://h/v1/messages")]
    public void An_address_that_ends_in_the_path_of_an_endpoint_is_warned_of(string address) =>
        Yaml.Load($"providers:\n  p:\n    base_url: {address}\n    auth: none\n").Warnings.Should().ContainSingle(warning =>
            warning.Line == 3 && warning.Path == "providers.p.base_url" && warning.Message.StartsWith("leave out /v1/"));

    [Fact]
    public void A_key_that_looks_like_a_variable_without_braces_is_warned_of()
    {
        string Text(string key) => $"providers:\n  p:\n    base_url: https://h\n    api_key: {key}\n";

        Yaml.Load(Text("$OPENAI_API_KEY")).Warnings.Should().ContainSingle(warning => warning.Line == 4 && warning.Message.Contains("${NAME}"))
            .Which.Message.Should().NotContain("OPENAI");
        Yaml.Load(Text("$a-key")).Warnings.Should().NotContain(warning => warning.Line == 4);
    }

    [Fact]
    public void A_static_group_with_several_targets_is_good_and_warned_of()
    {
        var result = Yaml.Load("""
            providers: { s: { base_url: simulator, models: { a: {} } } }
            groups:
              g:
                strategy: static
                targets: [{ provider: s, model: a }, { provider: s, model: a }]
            """);

        result.Problems.Should().BeEmpty();
        result.Warnings.Should().Contain(warning => warning.Line == 5 && warning.Path == "groups.g.targets");
    }
}
