// The file of revocations, and the list in force.
using Router.Configuration;

namespace Router.Licensing;

/// <summary>
/// The list of the highest epoch that was ever accepted is in force, whatever the file says now (licence section 6). For one thread at a time.
/// </summary>
internal sealed class RevocationFile
{
    private readonly LicenseVerifier _verifier;
    private readonly LicenseBook _book;
    private readonly ILogger _logger;
    private bool _isStale;

    /// <param name="environment">What this deployment is for: a key signs for some environments alone.</param>
    internal RevocationFile(LicenseVerifier verifier, LicenseBook book, string environment, ILogger logger)
    {
        (_verifier, _book, _logger) = (verifier, book, logger);
        Accepted = book.Revocations is { } kept ? verifier.Revocations(kept, environment).Value : null;
    }

    /// <summary>The list in force; null when none was ever accepted.</summary>
    internal RevocationList? Accepted { get; private set; }

    /// <summary><c>none</c> when no list is configured, <c>current</c>, <c>stale</c> (older, damaged, gone or overdue), or <c>missing</c>.</summary>
    internal string StateAt(LicenseSettings settings, long now) => Word(settings, Accepted, _isStale, now);

    /// <summary>Takes up what lies there.</summary>
    internal void Read(LicenseSettings settings)
    {
        if (settings.Revocations.Length == 0)
        {
            return;
        }

        var bytes = LicenseFile.Read(settings.Revocations, out _);
        var list = bytes is null ? null : _verifier.Revocations(bytes, settings.Environment).Value;
        _isStale = IsStale(list, Accepted);
        if (Takes(list, Accepted))
        {
            _book.SaveRevocations(bytes!);
            Accepted = list;
            Log.RevocationsAccepted(_logger, list!.Epoch);
        }
    }

    /// <summary>The list in force and its state, seen from outside the router that keeps <paramref name="kept"/>: nothing is kept here.</summary>
    /// <param name="kept">The bytes that the ledger keeps.</param>
    internal static (RevocationList? InForce, string State) Look(LicenseVerifier verifier, LicenseSettings settings, byte[]? kept, long now)
    {
        if (settings.Revocations.Length == 0)
        {
            return (null, Word(settings, null, false, now));
        }

        var accepted = kept is null ? null : verifier.Revocations(kept, settings.Environment).Value;
        var list = verifier.RevocationsAt(settings.Revocations, settings.Environment).Value;
        var inForce = Takes(list, accepted) ? list : accepted;
        return (inForce, Word(settings, inForce, IsStale(list, accepted), now));
    }

    private static bool Takes(RevocationList? list, RevocationList? accepted) => list is not null && list.Epoch > (accepted?.Epoch ?? 0);

    private static bool IsStale(RevocationList? list, RevocationList? accepted) => list is null || list.Epoch < accepted?.Epoch;

    private static string Word(LicenseSettings settings, RevocationList? accepted, bool isStale, long now) => settings.Revocations.Length == 0 ? "none"
        : accepted is null ? "missing"
        : isStale || accepted.NextUpdate < now ? "stale" : "current";
}
