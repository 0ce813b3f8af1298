// Every kind of mistake, with its line, its path and what is said.
using FluentAssertions;
using Xunit;

namespace Router.Tests.Configuration;

public sealed class BadConfigurationTests
{
    private const string Sim = "providers: { s: { base_url: simulator, models: { a: {}, b: {} } } }\ngroups:\n  g:\n";
    private const string Hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("server:\n  lissten: x", 2, "server.lissten", "did you mean 'listen'")]
    [InlineData("a: 1\n", 1, "a", "unknown key")]
    [InlineData("server:\n  drain: 1s\n  drain: 2s", 3, "server.drain", "written twice")]
    [InlineData("server: [1]", 1, "server", "must be a section of keys, not a list")]
    [InlineData("server: 5", 1, "server", "must be a section of keys, not a value")]
    [InlineData("callers: {}", 1, "callers", "must be a list")]
    [InlineData("providers: [a]", 1, "providers", "must be a section of name: value")]
    [InlineData("- a", 1, "", "must be a section of keys, not a list")]
    [InlineData("server:\n  drain: [1s]", 2, "server.drain", "must be a single value")]
    [InlineData("server:\n  drain: 30 sec", 2, "server.drain", "must be a duration")]
    [InlineData("server:\n  drain: 2h", 2, "server.drain", "from 0 to 1h")]
    [InlineData("server:\n  drain: 2000000000d", 2, "server.drain", "from 0 to 1h")]
    [InlineData("server:\n  drain: -1s", 2, "server.drain", "must be a duration")]
    [InlineData("server:\n  max_request_bytes: lots", 2, "server.max_request_bytes", "whole number from 1024")]
    [InlineData("server:\n  max_request_bytes: \"4096\"", 2, "server.max_request_bytes", "not text in quotes")]
    [InlineData("server:\n  max_buffered_bytes: 60000000", 2, "server.max_buffered_bytes", "at least twice max_request_bytes")]
    [InlineData("server:\n  max_request_bytes: 1023", 2, "server.max_request_bytes", "from 1024 to 1073741824")]
    [InlineData("server:\n  model_identity: other", 2, "server.model_identity", "one of upstream, group")]
    [InlineData("server:\n  listen: 127.0.0.1:8080", 2, "server.listen", "must be an address")]
    [InlineData("server:\n  listen: http://127.0.0.1/x", 2, "server.listen", "without a path")]
    [InlineData("server:\n  listen: http://router.example:8080", 2, "server.listen", "IP address or localhost")]
    [InlineData("server:\n  admin_listen: http://127.0.0.1:8080", 2, "server.admin_listen", "must differ")]
    [InlineData("server:\n  listen: http://localhost:8081", 2, "server.listen", "must differ")]
    [InlineData("server:\n  listen: http://0.0.0.0:8081", 2, "server.listen", "must differ")]
    [InlineData("server:\n  listen: \"http://[::]:8081\"", 2, "server.listen", "must differ")]
    [InlineData("server:\n  listen: \"http://[::1]:9\"\n  admin_listen: http://localhost:9", 3, "server.admin_listen", "must differ")]
    [InlineData("server:\n  listen: http://127.0.0.2:9\n  admin_listen: \"http://0.0.0.0:9\"", 3, "server.admin_listen", "must differ")]
    [InlineData("server:\n  drain: 99999999999s", 2, "server.drain", "from 0 to 1h")]
    [InlineData("server:\n  drain: 99999999999999999999d", 2, "server.drain", "from 0 to 1h")]
    [InlineData("server:\n  listen: https://127.0.0.1:8443", 2, "server.listen", "needs server.tls")]
    [InlineData("server:\n  tls: { certificate: nowhere.pem }", 2, "server.tls.certificate", "does not exist")]
    [InlineData("server:\n  trusted_proxies: [10.0.0.0/8]", 2, "server.trusted_proxies", "not available in this version")]
    [InlineData("server:\n  data_dir: ''", 2, "server.data_dir", "must be a folder")]
    [InlineData("license:\n  trusted_keys: ['']", 2, "license.trusted_keys[0]", "must be a file")]
    [InlineData("license: { environment: home }", 1, "license.environment", "one of development")]
    [InlineData("ledger:\n  driver: postgres", 2, "ledger.driver", "not available in this version")]
    [InlineData("ledger:\n  retention: { detail: 30d }", 2, "ledger.retention.detail", "nothing deletes rows yet")]
    [InlineData("ledger: { durability: none }", 1, "ledger.durability", "one of process, power")]
    [InlineData("limits:\n  projects: { web: { budgets: [ { usd: 5 } ] } }", 2, "limits.projects", "nothing enforces it yet")]
    [InlineData("limits: { default_caller: { rpm: 5 } }", 1, "limits.default_caller", "not available in this version")]
    [InlineData("limits: { default: {} }", 1, "limits.default", "unknown key")]
    [InlineData("admin: { basic: [ { user: a } ] }", 1, "admin.basic", "not available")]
    [InlineData("admin: { incident_contacts: [ops@example.com] }", 1, "admin.incident_contacts", "not available")]
    [InlineData("admin: { oidc: { issuer: x } }", 1, "admin.oidc", "not available")]
    [InlineData("admin: { tokens: [ { id: a, token_sha256: abc } ] }", 1, "admin.tokens[0].token_sha256", "64 lower-case hex")]
    [InlineData("admin: { tokens: [ { id: a, token_sha256: " + Hash + ", roles: [root] } ] }", 1, "admin.tokens[0].roles[0]", "one of viewer")]
    [InlineData("admin: { tokens: [ { id: a, token_sha256: " + Hash + ", scope: web } ] }", 1, "admin.tokens[0].scope", "PROJECT/ENVIRONMENT")]
    [InlineData("x: &a 1", 1, "x", "anchors and aliases")]
    [InlineData("server: &a { drain: 1s }\nledger: *a", 1, "server", "anchors and aliases")]
    [InlineData("server: !!map {}", 1, "server", "tags are not supported")]
    [InlineData("? [a]\n: 1", 1, "", "a key must be a word")]
    [InlineData("server: {}\n---\nserver: {}", 2, "", "one YAML document")]
    [InlineData("server:\n  listen: \"http://x\n", 2, "", "not valid YAML")]
    [InlineData("providers:\n  p: { api_key: ${K} }", 2, "", "in quotes")]
    [InlineData("\0\0\0", 1, "", "NUL character")]
    [InlineData("server: {}\nled\0ger: 5", 2, "", "NUL character")]
    [InlineData("server: {\n", 2, "", "not valid YAML")]
    [InlineData("providers:\n  p: { base_url: simulator, models: { m: {} }\ngroups: {}\n", 2, "", "'{', '[' or quote that is not closed")]
    [InlineData("server:\n\tlisten: x", 2, "", "not valid YAML")]
    [InlineData("server:\n  drain: 1s\n\t\nproviders:\n  p:\n  \tbase_url: https://h", 6, "", "not valid YAML: While scanning a plain scalar, found a tab character that violate indentation.")]
    public void A_mistake_at_the_top_is_reported_with_its_place(string text, int line, string path, string message) =>
        Expect(text, line, path, message);

    [Theory]
    [InlineData("api_key: k", 2, "providers.p.base_url", "required")]
    [InlineData("base_url: api.openai.com", 3, "providers.p.base_url", "must be an http or https address")]
    [InlineData("base_url: ftp://h", 3, "providers.p.base_url", "must be an http or https address")]
    [InlineData("base_url: https://h/v1", 3, "providers.p.base_url", "leave out the trailing /v1")]
    [InlineData("base_url: https://h/v1/", 3, "providers.p.base_url", "leave out the trailing /v1")]
    [InlineData("base_url: https://h/?a=b", 3, "providers.p.base_url", "query")]
    [InlineData("base_url: https://u:w@h", 3, "providers.p.base_url", "user")]
    [InlineData("base_url: http://127.0.0.1:9", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: http://localhost:9", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: http://api.localhost.", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: http://2130706433", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: http://10.1.2.3", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: https://192.0.0.5", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: https://[2002:7f00:1::1]", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: https://[64:ff9b::7f00:1]", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: http://172.31.0.1", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: http://192.168.0.1", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: http://169.254.169.254", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: \"http://[::1]:80\"", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: \"http://[fe80::1]\"", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: \"http://[fd12::1]\"", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: \"http://[::ffff:10.0.0.1]\"", 3, "providers.p.base_url", "private: true")]
    [InlineData("base_url: https://h\n    private: yes", 4, "providers.p.private", "true or false")]
    [InlineData("base_url: https://h\n    dialects: [openai]", 4, "providers.p.dialects[0]", "one of openai-chat")]
    [InlineData("base_url: https://h\n    dialects: []", 4, "providers.p.dialects", "at least 1")]
    [InlineData("base_url: https://h\n    dialects: [openai-chat, openai-chat]", 4, "providers.p.dialects[1]", "used already")]
    [InlineData("base_url: https://h\n    paths: { openai-chat: chat }", 4, "providers.p.paths.openai-chat", "must be a path")]
    [InlineData("base_url: https://h\n    paths: { chat: /chat }", 4, "providers.p.paths.chat", "one of openai-chat")]
    [InlineData("base_url: https://h\n    auth: basic", 4, "providers.p.auth", "must be bearer")]
    [InlineData("base_url: https://h\n    headers: { Host: x }", 4, "providers.p.headers.Host", "HTTP header")]
    [InlineData("base_url: https://h\n    headers:\n      x-team: blue\n      X-Team: red", 6, "providers.p.headers.X-Team", "name is used already in line 5")]
    [InlineData("base_url: https://h\n    headers: { \"a b\": x }", 4, "providers.p.headers.a b", "HTTP header")]
    [InlineData("base_url: https://h\n    api_key: file:no-such-file", 4, "providers.p.api_key", "does not exist")]
    [InlineData("base_url: https://h\n    api_key: \"<redacted sha256:01234567>\"", 4, "providers.p.api_key", "taken out")]
    [InlineData("base_url: https://h\n    api_key: sk-\u00fcber", 4, "providers.p.api_key", "character 4 is none")]
    [InlineData("base_url: https://h\n    api_key: \"sk-1\u20ac\"", 4, "providers.p.api_key", "character 5 is none")]
    [InlineData("base_url: https://h\n    api_key: \" sk-1\"", 4, "providers.p.api_key", "no blank at its begin or end")]
    [InlineData("base_url: https://h\n    headers: { x-team: \"bl\u00e5\" }", 4, "providers.p.headers.x-team", "character 3 is none")]
    [InlineData("base_url: https://h\n    headers: { x-team: 'blue ' }", 4, "providers.p.headers.x-team", "no blank at its begin or end")]
    [InlineData("base_url: https://h\n    tls: { certificate: a.pem }", 4, "providers.p.tls.certificate", "does not exist")]
    [InlineData("base_url: https://h\n    proxy: proxy:3128", 4, "providers.p.proxy", "must be an http")]
    [InlineData("base_url: https://h\n    billing: free", 4, "providers.p.billing", "one of byok")]
    [InlineData("base_url: https://h\n    timeouts: { conect: 1s }", 4, "providers.p.timeouts.conect", "did you mean 'connect'")]
    [InlineData("base_url: https://h\n    limits: { rpm: 60 }", 4, "providers.p.limits.rpm", "not available in this version")]
    [InlineData("base_url: https://h\n    models: { m: { prices: { input: -1 } } }", 4, "providers.p.models.m.prices.input", "not negative")]
    [InlineData("base_url: https://h\n    models: { m: { prices: { input: 0.0000000001 } } }", 4, "providers.p.models.m.prices.input", "at most 9 decimals")]
    [InlineData("base_url: https://h\n    models: { m: { prices: { input: 1000000.5 } } }", 4, "providers.p.models.m.prices.input", "at most 1000000")]
    [InlineData("base_url: https://h\n    models: { m: { prices: { input: 1e3 } } }", 4, "providers.p.models.m.prices.input", "without an exponent")]
    [InlineData("base_url: https://h\n    models: { m: { prices: { updated: 2026-13-01 } } }", 4, "providers.p.models.m.prices.updated", "must be a day")]
    [InlineData("base_url: https://h\n    models: { m: { prices: { updated: 2026-11-01, source: 0123456789012345678901234567890123456789012345678901234567890123 } } }", 4, "providers.p.models.m.prices.source", "together with the day")]
    [InlineData("base_url: https://h\n    models: { m: { capabilities: [singing] } }", 4, "providers.p.models.m.capabilities[0]", "one of tools")]
    [InlineData("base_url: https://h\n    models: { m: { validation: { status: passed } } }", 4, "providers.p.models.m.validation", "not available")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { sed: true } } }", 4, "providers.p.models.m.traits.sed", "did you mean 'seed'?")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { audioIn: true } } }", 4, "providers.p.models.m.traits.audioIn", "this key is not available in this version")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { audioOut: true } } }", 4, "providers.p.models.m.traits.audioOut", "not available in this version")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { n: true } } }", 4, "providers.p.models.m.traits.n", "not available in this version")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { serverTools: true } } }", 4, "providers.p.models.m.traits.serverTools", "not available in this version")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { countTokens: true } } }", 4, "providers.p.models.m.traits.countTokens", "not available in this version")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { maxOutput: 8192 } } }", 4, "providers.p.models.m.traits.maxOutput", "set the model's max_output_tokens instead")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { contextWindow: 8192 } } }", 4, "providers.p.models.m.traits.contextWindow", "set the model's context_tokens instead")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { audioIn: [] } } }", 4, "providers.p.models.m.traits.audioIn", "must be true or false, not a list")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { seed: 1 } } }", 4, "providers.p.models.m.traits.seed", "must be true or false")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { reasoning: lots } } }", 4, "providers.p.models.m.traits.reasoning", "must be one of none, effort")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { reasoningLevels: [] } } }", 4, "providers.p.models.m.traits.reasoningLevels", "needs at least 1")]
    [InlineData("base_url: https://h\n    models: { m: { traits: { temperatureMax: 11 } } }", 4, "providers.p.models.m.traits.temperatureMax", "from 0 to 10")]
    [InlineData("base_url: https://h\n    models: { \"m m\": {} }", 4, "providers.p.models.m m", "the name must be 1 to 64 characters")]
    public void A_mistake_of_a_provider_is_reported_with_its_place(string lines, int line, string path, string message) =>
        Expect($"providers:\n  p:\n    {lines}\n", line, path, message);

    [Theory]
    [InlineData("    strategy: static", 3, "groups.g.targets", "required")]
    [InlineData("    targets: []", 4, "groups.g.targets", "at least 1")]
    [InlineData("    targets: [{ provider: t, model: a }]", 4, "groups.g.targets[0].provider", "did you mean 's'")]
    [InlineData("    targets: [{ provider: s, model: zzz }]", 4, "groups.g.targets[0].model", "has no model 'zzz'")]
    [InlineData("    targets: [{ provider: s }]", 4, "groups.g.targets[0].model", "required")]
    [InlineData("    targets: [{ provider: s, model: a, weight: -1 }]", 4, "groups.g.targets[0].weight", "from 0 to")]
    [InlineData("    strategy: weighted\n    targets: [{ provider: s, model: a, weight: 0 }]", 5, "groups.g.targets", "weight above 0")]
    [InlineData("    strategy: static\n    targets: [{ provider: s, model: a, weight: 0 }, { provider: s, model: b }]", 5, "groups.g.targets", "weight is 0")]
    [InlineData("    strategy: dynamic\n    targets: [{ provider: s, model: a }]", 4, "groups.g.strategy", "not available in this version")]
    [InlineData("    strategy: external\n    targets: [{ provider: s, model: a }]", 4, "groups.g.strategy", "not available in this version")]
    [InlineData("    strategy: random\n    targets: [{ provider: s, model: a }]", 4, "groups.g.strategy", "one of static")]
    [InlineData("    retry: { same_target: 6 }\n    targets: [{ provider: s, model: a }]", 4, "groups.g.retry.same_target", "from 0 to 5")]
    [InlineData("    strategy: failover\n    targets: [{ provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }, { provider: s, model: a }]", 5, "groups.g.targets", "11 targets")]
    [InlineData("    pii: { mode: mask }\n    targets: [{ provider: s, model: a }]", 4, "groups.g.pii", "not available")]
    [InlineData("    contract: { min_pass_rate: 1 }\n    targets: [{ provider: s, model: a }]", 4, "groups.g.contract", "not available")]
    [InlineData("    external: { url: x }\n    targets: [{ provider: s, model: a }]", 4, "groups.g.external", "not available")]
    [InlineData("    aliases: [g]\n    targets: [{ provider: s, model: a }]", 4, "groups.g.aliases[0]", "used already in line 3")]
    [InlineData("    aliases: [a, a]\n    targets: [{ provider: s, model: a }]", 4, "groups.g.aliases[1]", "used already in line 4")]
    [InlineData("    targets: [{ provider: s, model: a }]\ncallers:\n  - { token_sha256: " + Hash + " }", 6, "callers[0].id", "required")]
    [InlineData("    targets: [{ provider: s, model: a }]\ncallers:\n  - { id: c, token_sha256: A }", 6, "callers[0].token_sha256", "64 lower-case hex")]
    [InlineData("    targets: [{ provider: s, model: a }]\ncallers:\n  - { id: \"c c\", token_sha256: " + Hash + " }", 6, "callers[0].id", "1 to 64")]
    [InlineData("    targets: [{ provider: s, model: a }]\ncallers:\n  - { id: c, token_sha256: " + Hash + ", allow: [h] }", 6, "callers[0].allow[0]", "no group 'h'")]
    [InlineData("    targets: [{ provider: s, model: a }]\ncallers:\n  - { id: c, token_sha256: " + Hash + ", allow: [g, '*'] }", 6, "callers[0].allow[1]", "stands alone")]
    [InlineData("    aliases: [n]\n    targets: [{ provider: s, model: a }]\ncallers:\n  - { id: c, token_sha256: " + Hash + ", allow: [n] }", 7, "callers[0].allow[0]", "is an alias")]
    [InlineData("    targets: [{ provider: s, model: a }]\ncallers:\n  - { id: c, token_sha256: " + Hash + " }\n  - { id: d, token_sha256: " + Hash + " }", 7, "callers[1].token_sha256", "used already in line 6")]
    public void A_mistake_of_a_group_or_caller_is_reported_with_its_place(string lines, int line, string path, string message) =>
        Expect(Sim + lines + "\n", line, path, message);

    [Fact]
    public void Every_problem_is_reported_at_once_in_the_order_of_the_file()
    {
        var problems = Yaml.Load("""
            groups:
              g: { targets: [{ provider: none, model: m }] }
            server: { drain: x, lissten: y }
            providers:
              p: { base_url: nonsense, api_key: "${MISSING}" }
            callers: [{ id: a }]
            """).Problems;

        problems.Select(problem => (problem.Line, problem.Path)).Should().Equal(
            (2, "groups.g.targets[0].provider"), (3, "server.drain"), (3, "server.lissten"),
            (5, "providers.p.base_url"), (5, "providers.p.api_key"), (6, "callers[0].token_sha256"));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_end_the_process() =>
        Yaml.Load("a: " + new string('[', 100_000)).Problems.Should().Contain(problem => problem.Message.Contains("nested deeper"));

    [Fact]
    public void A_required_key_that_a_variable_leaves_empty_is_missing() =>
        Expect("providers:\n  p:\n    base_url: ${NOTHING:-}\n", 3, "providers.p.base_url", "required");

    private static void Expect(string text, int line, string path, string message)
    {
        var result = Yaml.Load(text);

        result.Snapshot.Should().BeNull();
        result.Problems.Should().Contain(
            problem => problem.Line == line && problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal),
            "these were found: {0}", string.Join(" | ", result.Problems));
    }
}
