// The keys of a provider.
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Router.Inference;

namespace Router.Configuration;

/// <summary>A configured endpoint with a credential.</summary>
internal static partial class ProviderTable
{
    private static readonly string[] DialectWords = Array.ConvertAll(Enum.GetValues<Dialect>(), dialect => dialect.Name());

    private static readonly FrozenSet<string> ReservedHeaders = new[]
    {
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "proxy-connection",
        "accept-encoding", "content-encoding", "content-type", "accept", "x-request-id",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly Setting CertificateAuthority = new("ca", "PEM file of a certificate authority to trust.", Values.FilePath, "\"\"");
    private static readonly Setting Certificate = new("certificate", "PEM file of the client certificate.", Values.FilePath, "\"\"");
    private static readonly Setting Key = new("key", "PEM file of the client certificate's key.", Values.FilePath, "\"\"");

    private static readonly Setting Connect = Phase("connect", "2s", "Until the connection stands.");
    private static readonly Setting FirstByte = Phase("first_byte", "60s", "Streams only: until the first content.");
    private static readonly Setting Idle = Phase("idle", "120s", "Streams only: between two reads.");
    private static readonly Setting Total = Phase("total", "600s", "The whole attempt.");

    private static readonly Setting BaseUrl = new(
        "base_url", "Address without /v1 (the router appends it), or 'simulator' for the built-in one.", UrlText.Base, Required: true);

    private static readonly Setting Paths = new(
        "paths", "Dialect → path, where the vendor differs.", new MapShape(Values.Choice(DialectWords), PathOf()), "{}");

    private static readonly Setting Dialects = new(
        "dialects", "Dialects the provider speaks; the caller's own is used when listed, else the first. The simulator speaks all.",
        new ListShape(Values.Choice(DialectWords), least: 1), "[openai-chat, openai-responses]");

    private static readonly Setting ApiKey = new(
        "api_key", "The credential: ${NAME} or file:PATH, better than the key itself.", Values.HeaderSecret, "\"\"");

    private static readonly Setting Auth = new(
        "auth", "How the credential is sent: bearer, x-api-key, header:NAME or none; by the dialect when not set.", AuthShape());

    private static readonly Setting Headers = new(
        "headers", "Fixed headers of each request; values may be ${NAME} or file:PATH.", new MapShape(HeaderName(), Values.HeaderSecret, StringComparer.OrdinalIgnoreCase), "{}");

    private static readonly Setting Proxy = new("proxy", "An http, https or socks5 proxy, with user and password in the address where it asks for them; HTTPS_PROXY and the like in the environment are not looked at.", UrlText.Proxy, "\"\"");

    private static readonly Setting Tls = new(
        "tls", "TLS towards the provider.", new SectionShape(CertificateAuthority, Certificate, Key), "{}");

    private static readonly Setting Private = new(
        "private", "true: a private upstream; needed for loopback, private and link-local addresses.", Values.Flag, "false");

    private static readonly Setting Region = new("region", "Residency label.", Values.Label, "\"\"");

    private static readonly Setting Billing = new(
        "billing", "Who pays the vendor; a label that reports group by.", Values.Choice(["byok", "pass_through"]), "byok");

    private static readonly Setting Timeouts = new(
        "timeouts", "How long an attempt may take, by phase; 0 means no limit.", new SectionShape(Connect, FirstByte, Idle, Total), "{}");

    private static readonly Setting Limits = new(
        "limits", "Limits shared by all callers. Not available in this version.",
        new SectionShape(Unbuilt("concurrent"), Unbuilt("rpm"), Unbuilt("tpm")), "{}");

    private static readonly Setting Models = new(
        "models", "The provider's models by the name that targets use.", new MapShape(Values.Id(), ModelTable.Shape), "{}");

    internal static SectionShape Shape { get; } = new(
        BaseUrl, Paths, Dialects, ApiKey, Auth, Headers, Proxy, Tls, Private, Region, Billing, Timeouts, Limits, Models);

    internal static Provider Read(SectionView provider)
    {
        var address = provider.Find<Uri>(BaseUrl);
        var simulated = address is { IsAbsoluteUri: false };
        var isPrivate = simulated || provider.Get<bool>(Private);
        if (address is { IsAbsoluteUri: true } && !isPrivate && UrlText.IsPrivate(address))
        {
            provider.Problem(BaseUrl, "a loopback, private or link-local address needs private: true");
        }

        if (address is { IsAbsoluteUri: true })
        {
            WarnOfPath(provider, address);
        }

        var key = provider.Get<Secret>(ApiKey);
        var auth = provider.Find<AuthScheme>(Auth) ?? (simulated ? new AuthScheme(AuthKind.None) : AuthScheme.ByDialect);
        if (address is { IsAbsoluteUri: true } && auth.Kind != AuthKind.None)
        {
            WarnOfKey(provider, address, key, isPrivate);
        }

        var tls = ReadTls(provider);
        var timeouts = provider.Section(Timeouts);
        var proxy = provider.Find<Uri>(Proxy);
        return new Provider
        {
            Name = provider.Name,
            BaseAddress = simulated ? null : address,
            Simulated = simulated,
            Dialects = simulated && !provider.Has(Dialects) ? [.. Enum.GetValues<Dialect>()] : ReadDialects(provider),
            Paths = provider.Pairs<string>(Paths)
                .Where(pair => DialectNames.TryParse(pair.Name, out _))
                .ToFrozenDictionary(pair => Parse(pair.Name), pair => pair.Value),
            ApiKey = key,
            Auth = auth,
            Headers = ReadHeaders(provider),
            Proxy = proxy,
            Tls = tls,
            Private = isPrivate,
            Region = provider.Get<string>(Region),
            Billing = provider.Get<string>(Billing),
            Timeouts = new UpstreamTimeouts(
                timeouts.Get<TimeSpan>(Connect), timeouts.Get<TimeSpan>(FirstByte), timeouts.Get<TimeSpan>(Idle), timeouts.Get<TimeSpan>(Total)),
            Models = provider.Sections(Models).ToFrozenDictionary(
                model => model.Name, ModelTable.Read, StringComparer.Ordinal),
            ConnectionKey = ConnectionKeys.Of(address, proxy, tls, isPrivate, timeouts.Get<TimeSpan>(Connect), provider.Context.Files),
        };
    }

    private static ImmutableArray<Dialect> ReadDialects(SectionView provider)
    {
        var seen = new UniqueNames(provider.Context.Problems, "dialect");
        var dialects = ImmutableArray.CreateBuilder<Dialect>();
        foreach (var word in provider.Values<string>(Dialects))
        {
            if (seen.Add(word.Value, word.Line, word.Path))
            {
                dialects.Add(Parse(word.Value));
            }
        }

        return dialects.ToImmutable();
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadHeaders(SectionView provider)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (name, value) in provider.Pairs<Secret>(Headers))
        {
            headers.Add(new(name, value.Reveal()));
        }

        return headers.ToImmutable();
    }

    private static void WarnOfKey(SectionView provider, Uri address, Secret key, bool isPrivate)
    {
        if (key.IsEmpty && !provider.Has(Headers))
        {
            provider.Warn(ApiKey, "no api_key: requests go out without a credential (say auth: none if that is meant)");
        }

        if (BareName().IsMatch(key.Reveal()))
        {
            provider.Warn(ApiKey, "this text is the key itself; an environment variable is written ${NAME}");
        }

        if (!key.IsEmpty && address.Scheme == "http" && !isPrivate)
        {
            provider.Warn(BaseUrl, "http: the credential crosses the network in clear text");
        }
    }

    /// <summary>The address of one endpoint, which the router would append once more.</summary>
    private static void WarnOfPath(SectionView provider, Uri address)
    {
        foreach (var path in Enum.GetValues<Dialect>().Select(dialect => dialect.DefaultPath()))
        {
            if (address.AbsolutePath.EndsWith(path, StringComparison.OrdinalIgnoreCase))
            {
                provider.Warn(BaseUrl, $"leave out {path}: the router appends it itself; where the vendor's path differs, set paths");
            }
        }
    }

    private static UpstreamTls ReadTls(SectionView provider)
    {
        var tls = provider.Section(Tls);
        if (tls.Has(Certificate) != tls.Has(Key))
        {
            tls.Problem(tls.Has(Certificate) ? Certificate : Key, "certificate and key belong together; give both");
        }

        var (authority, certificate, key) = (tls.Written(CertificateAuthority), tls.Written(Certificate), tls.Written(Key));
        if (authority is not null)
        {
            PemText.CheckCertificate(tls, CertificateAuthority, authority);
        }

        if (certificate is not null && key is not null)
        {
            PemText.CheckPair(tls, Certificate, certificate, Key, key);
        }

        return new UpstreamTls(authority, certificate, key);
    }

    private static Dialect Parse(string name) =>
        DialectNames.TryParse(name, out var dialect) ? dialect : throw new InvalidOperationException($"no dialect {name}");

    private static ValueShape AuthShape() => new()
    {
        Type = "string",
        Parse = (text, _) => text switch
        {
            "bearer" => (new AuthScheme(AuthKind.Bearer), null),
            "x-api-key" => (new AuthScheme(AuthKind.XApiKey), null),
            "none" => (new AuthScheme(AuthKind.None), null),
            _ when text.StartsWith("header:", StringComparison.Ordinal) && IsHeader(text[7..]) => (new AuthScheme(AuthKind.Header, text[7..]), null),
            _ => (null, "must be bearer, x-api-key, header:NAME or none"),
        },
        Constraints = writer => Values.Pattern(writer, @"^(bearer|x-api-key|none|header:[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64})$"),
    };

    private static ValueShape HeaderName() => new()
    {
        Type = "string",
        Parse = (text, _) => IsHeader(text) ? (text, null) : (null, "must be an HTTP header that the router does not set itself"),
        Constraints = writer => Values.Pattern(writer, "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$"),
    };

    private static ValueShape PathOf() => new()
    {
        Type = "string",
        Parse = (text, _) => text.Length is > 0 and <= 512 && text[0] == '/' && !text.Contains('#', StringComparison.Ordinal)
            && !text.Any(c => c is <= ' ' or > '~')
            ? (text, null) : (null, "must be a path such as /v1/messages"),
        Unquoted = true,
        Constraints = writer => Values.Pattern(writer, "^/[!-~]*$"),
    };

    private static bool IsHeader(string name) =>
        name.Length is > 0 and <= 64 && !ReservedHeaders.Contains(name)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+.^_`|~-".Contains(c, StringComparison.Ordinal));

    [GeneratedRegex("^[$][A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex BareName();

    private static Setting Phase(string name, string @default, string description) =>
        new(name, $"{description} 0 to 24h, 0 means no limit.", DurationText.UpTo("24h"), @default);

    private static Setting Unbuilt(string name) =>
        new(name, "Not available in this version.", new UnbuiltShape("integer"), "0");
}
