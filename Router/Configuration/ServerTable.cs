// The keys of `server`.
namespace Router.Configuration;

/// <summary>Listeners and bounds of the process.</summary>
internal static class ServerTable
{
    private static readonly Setting Certificate = new("certificate", "PEM file of the certificate chain for https listeners.", Values.FilePath, "\"\"");
    private static readonly Setting Key = new("key", "PEM file of the certificate's private key.", Values.FilePath, "\"\"");

    internal static readonly Setting Listen = new(
        "listen", "Address of the caller surface.", UrlText.Origin, "http://127.0.0.1:8080");

    internal static readonly Setting AdminListen = new(
        "admin_listen", "Address of admin, reports and metrics; another one than listen.", UrlText.Origin, "http://127.0.0.1:8081");

    internal static readonly Setting Tls = new(
        "tls", "Certificate for https listeners; needs a restart to change.", new SectionShape(Certificate, Key), "{}");

    internal static readonly Setting DataDirectory = new(
        "data_dir", "Folder of what the router keeps; needs a restart to change.", Values.RequiredPath("a folder"), "data");

    private static readonly Setting MaxRequestBytes = new(
        "max_request_bytes", "The most bytes of a request body, before and after decoding: 1024 (1 KiB) to 1073741824 (1 GiB).",
        Values.Integer(1024, 1 << 30), "33554432");

    private static readonly Setting MaxBufferedBytes = new(
        "max_buffered_bytes",
        "The most memory that the bodies of requests and whole answers take at once, all together; a request beyond it is told to come back (503 overloaded). At least twice max_request_bytes; 1048576 (1 MiB) to 1099511627776 (1 TiB). When it is not given it is no more than an eighth of the memory that the process may use, and no less than twice max_request_bytes.",
        Values.Integer(1 << 20, 1L << 40), "536870912");

    private static readonly Setting ModelIdentity = new(
        "model_identity", "What answers carry as model: the upstream's own name, or the group's.",
        Values.Choice(["upstream", "group"]), "upstream");

    private static readonly Setting Drain = new(
        "drain", "How long running requests may finish after a stop. 0 to 1h, 0 means no limit.", DurationText.UpTo("1h"), "30s");

    private static readonly Setting TrustedProxies = UnbuiltShape.Key(
        "trusted_proxies", "Address ranges whose X-Forwarded-For is believed.", "array");

    internal static SectionShape Shape { get; } =
        new(Listen, AdminListen, Tls, DataDirectory, MaxRequestBytes, MaxBufferedBytes, ModelIdentity, Drain, TrustedProxies);

    /// <summary>What bodies may take where nobody said it: a container has less memory than most machines, and buffers are not all that is in it.</summary>
    /// <param name="memory">Bytes that the process may use.</param>
    /// <param name="usual">Bytes, where there is enough.</param>
    internal static long Within(long memory, long usual) => Math.Min(usual, memory / 8);

    internal static ServerSettings Read(SectionView server)
    {
        var listen = server.Get<Uri>(Listen);
        var admin = server.Get<Uri>(AdminListen);
        if (listen.Port == admin.Port && listen.Port != 0 && ListenAddresses.Overlap(listen, admin))
        {
            server.Problem(server.Has(AdminListen) ? AdminListen : Listen, "listen and admin_listen must differ: both would take the same port of the same address");
        }

        var tls = ReadTls(server);
        foreach (var (setting, address) in new[] { (Listen, listen), (AdminListen, admin) })
        {
            if (address.Scheme == "https" && tls is null)
            {
                server.Problem(setting, "an https listener needs server.tls: { certificate, key }");
            }
        }

        // A buffer that grows is up to twice as large as what is in it.
        var (largest, buffered) = (server.Get<long>(MaxRequestBytes), server.Get<long>(MaxBufferedBytes));
        if (server.Has(MaxBufferedBytes) && buffered < 2 * largest)
        {
            server.Problem(MaxBufferedBytes, "must be at least twice max_request_bytes, or the largest request never fits");
        }

        return new ServerSettings
        {
            Listen = listen,
            AdminListen = admin,
            Tls = tls,
            DataDirectory = server.Get<string>(DataDirectory),
            MaxRequestBytes = largest,
            MaxBufferedBytes = server.Has(MaxBufferedBytes)
                ? buffered
                : Math.Max(Within(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, buffered), 2 * largest),
            GroupIdentity = server.Get<string>(ModelIdentity) == "group",
            Drain = server.Get<TimeSpan>(Drain),
        };
    }

    private static TlsFiles? ReadTls(SectionView server)
    {
        var tls = server.Section(Tls);
        var (certificate, key) = (tls.Get<string>(Certificate), tls.Get<string>(Key));
        if (tls.Has(Certificate) != tls.Has(Key))
        {
            tls.Problem(tls.Has(Certificate) ? Certificate : Key, "certificate and key belong together; give both");
        }

        if (certificate.Length == 0 || key.Length == 0)
        {
            return null;
        }

        PemText.CheckPair(tls, Certificate, certificate, Key, key);
        return new TlsFiles(certificate, key);
    }
}
