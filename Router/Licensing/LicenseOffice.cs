// Holds the licence in force, and looks at its files while the router runs.
using System.Data.Common;
using Router.Configuration;

namespace Router.Licensing;

/// <summary>
/// Judges at the start, when a file changes (seen within <see cref="Interval"/>), at each instant at which a state ends, every hour, and
/// when asked; never over a network. A replacement takes over only when it serves; until then the accepted licence stays in force (licence
/// section 7).
/// </summary>
internal sealed class LicenseOffice : IDisposable
{
    /// <summary>How often the files are looked at.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private const int MostCreditFiles = 1_000;
    private const long SecondsAnHour = 3_600;
    private const long SecondsAMinute = 60;

    private readonly ConfigurationState _configuration;
    private readonly LicenseVerifier _verifier;
    private readonly LicenseBook _book;
    private readonly LicenseWatch _watch;
    private readonly bool _loopbackOnly;
    private readonly TimeProvider _time;
    private readonly ILogger<LicenseOffice> _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _creditFates = new(StringComparer.Ordinal);
    private Func<bool> _holdsLease = static () => true;
    private ITimer? _timer;
    private byte[]? _lastBytes;
    private byte[]? _acceptedBytes;
    private LicenseTerms? _accepted;
    private Verified<LicenseTerms> _candidate = new LicenseRefusal(LicenseReason.Missing, "");
    private RevocationList? _revocations;
    private bool _listIsStale;
    private long _verifiedAt = long.MinValue;
    private long _markSavedAt = long.MinValue;
    private bool _clockWarned;
    private volatile LicenseStanding _standing;

    /// <param name="keys">The trusted keys of the configuration that the router started with.</param>
    /// <param name="loopbackOnly">Every listener is on loopback.</param>
    internal LicenseOffice(
        ConfigurationState configuration, TrustedKeys keys, LicenseBook book, LicenseWatch watch, bool loopbackOnly, TimeProvider time,
        ILogger<LicenseOffice> logger)
    {
        (_configuration, Keys, _book, _watch, _loopbackOnly, _time, _logger) = (configuration, keys, book, watch, loopbackOnly, time, logger);
        _verifier = new LicenseVerifier(keys);
        _revocations = book.Revocations is { } kept ? _verifier.Revocations(kept, configuration.Current.License.Environment).Value : null;
        _standing = new LicenseStanding(new LicenseJudgement(LicenseState.Missing, null, null, 0, 0), null, 0);
        Look();
    }

    /// <summary>What signatures are checked with.</summary>
    internal TrustedKeys Keys { get; }

    /// <summary>Raised when a new standing is in force, on the thread that judged.</summary>
    internal event Action<LicenseStanding>? Changed;

    /// <summary>What holds for a request that is admitted now.</summary>
    internal LicenseStanding Current
    {
        get
        {
            var standing = _standing;
            if (_watch.Wall < standing.ChangesAt)
            {
                return standing;
            }

            lock (_gate)
            {
                Try(Judge);
            }

            return _standing;
        }
    }

    /// <summary>The file at the path when it is not the licence in force; null when it is.</summary>
    internal Replacement? Replacement { get; private set; }

    /// <summary>The revocation list in force; null when none was ever accepted.</summary>
    internal RevocationList? Revocations => _revocations;

    /// <summary><c>none</c> when no list is configured, <c>current</c>, <c>stale</c> (older, damaged or gone), or <c>missing</c>.</summary>
    internal string RevocationsState => _configuration.Current.License.Revocations.Length == 0 ? "none"
        : _revocations is null ? "missing"
        : _listIsStale || _revocations.NextUpdate < _watch.Wall ? "stale" : "current";

    /// <summary>The licence's clock.</summary>
    internal LicenseWatch Watch => _watch;

    /// <summary>Credit notes for the licence in force that were taken up.</summary>
    internal IReadOnlyList<TakenCredit> Credits => [.. _book.Credits.Where(credit => credit.LicenseId == _standing.Terms?.Id)];

    /// <summary>What became of the files in the folder of credit notes that add nothing, by file name.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> RefusedCredits
    {
        get
        {
            lock (_gate)
            {
                return [.. _creditFates.Where(fate => fate.Value != "taken").OrderBy(fate => fate.Key, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Begins to watch, with what tells whether this process holds a lease.</summary>
    internal void Start(Func<bool> holdsLease)
    {
        _holdsLease = holdsLease;
        Look();
        _timer ??= _time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Reads the files and judges, now.</summary>
    internal LicenseStanding Look()
    {
        lock (_gate)
        {
            Try(() =>
            {
                ReadRevocations();
                ReadLicense();
                ReadCredits();
                Judge();
            });
            return _standing;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            SaveMark();
        }
    }

    private void Try(Action look)
    {
        try
        {
            look();
        }
#pragma warning disable CA1031 // Neither a timer nor a request may fail over a file or a busy database; the next look tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.LookFailed(_logger, failure);
        }
    }

    private void ReadLicense()
    {
        var bytes = LicenseFile.Read(_configuration.Current.License.Path, out var refusal);
        var isDue = _watch.Wall - _verifiedAt >= SecondsAnHour;
        if (bytes is null)
        {
            (_candidate, _lastBytes) = (refusal!, null);
        }
        else if (isDue || _lastBytes is null || !bytes.AsSpan().SequenceEqual(_lastBytes))
        {
            (_candidate, _lastBytes, _verifiedAt) = (_verifier.License(bytes), bytes, _watch.Wall);
        }
    }

    private void ReadRevocations()
    {
        var settings = _configuration.Current.License;
        if (settings.Revocations.Length == 0)
        {
            return;
        }

        var bytes = LicenseFile.Read(settings.Revocations, out _);
        var list = bytes is null ? null : _verifier.Revocations(bytes, settings.Environment).Value;
        _listIsStale = list is null || list.Epoch < _revocations?.Epoch;
        if (list is not null && list.Epoch > (_revocations?.Epoch ?? 0))
        {
            _book.SaveRevocations(bytes!);
            _revocations = list;
            Log.RevocationsAccepted(_logger, list.Epoch);
        }
    }

    private void ReadCredits()
    {
        if (_accepted is not { } terms || !Directory.Exists(_configuration.Current.License.Credits))
        {
            return;
        }

        _creditFates.Clear();
        foreach (var file in Directory.EnumerateFiles(_configuration.Current.License.Credits, "*.json").Take(MostCreditFiles))
        {
            var read = _verifier.CreditAt(file);
            _creditFates[Path.GetFileName(file)] = read.Value is not { } note ? read.Refusal!.Reason.Word()
                : _book.WasTaken(note.Id) ? "taken"
                : note.FateFor(terms, _watch.Wall) is var fate and not CreditFate.Applies ? CreditWord(fate)
                : Take(note);
        }
    }

    private string Take(CreditNote note)
    {
        if (_book.Take(note, _watch.Wall))
        {
            Log.CreditTaken(_logger, note.Id);
            _book.Log(_watch.NowMs, "license.credit", note.Id, $"requests {note.Requests}, tokens {note.Tokens}");
            _standing = _standing with { ChangesAt = 0 };
        }

        return "taken";
    }

    private static string CreditWord(CreditFate fate) => fate switch
    {
        CreditFate.Applies => "taken",
        CreditFate.OtherLicense => "other_license",
        CreditFate.OtherCustomer => "other_customer",
        CreditFate.KeyScope => "key_scope",
        CreditFate.TooLate => "too_late",
    };

    private void Judge()
    {
        var now = _watch.Wall;
        var wasRolledBack = _standing.Judgement.State == LicenseState.ClockRollback;
        Accept(now, wasRolledBack);
        var judged = LicenseJudge.Judge(Situation(_accepted is { } terms ? terms : _candidate, wasRolledBack));
        _watch.Tick();
        var standing = new LicenseStanding(judged, _accepted ?? _candidate.Value, ChangeAfter(now, judged));
        var before = _standing;
        _standing = standing;
        if (standing.Judgement.State != before.Judgement.State || standing.Terms != before.Terms || before.ChangesAt == 0)
        {
            Changed?.Invoke(standing);
        }

        Tell(before, standing);
        if (now - _markSavedAt >= SecondsAMinute)
        {
            SaveMark();
            _markSavedAt = now;
        }
    }

    /// <summary>Puts the file that lies there in force when it may be.</summary>
    private void Accept(long now, bool wasRolledBack)
    {
        if (_acceptedBytes is not null && _lastBytes.AsSpan().SequenceEqual(_acceptedBytes))
        {
            Replacement = null;
            return;
        }

        var isFirst = _accepted is null;
        if (_candidate.Value is not { } terms)
        {
            Replacement = isFirst ? null : new Replacement("refused", _candidate.Refusal!.Reason.Word());
            return;
        }

        var isNew = !_book.WasInstalled(terms.Id);
        var mark = LicenseClock.MarkAfterInstall(_watch.Mark, terms, isNew, now);
        var state = LicenseJudge.Judge(Situation(terms, wasRolledBack && mark == _watch.Mark) with { ClockMark = mark }).State;
        if (!state.Serves() && !isFirst)
        {
            Replacement = state == LicenseState.NotYetValid ? new Replacement("pending", null) : new Replacement("refused", state.Word());
            return;
        }

        if (state.Serves())
        {
            if (mark != _watch.Mark)
            {
                _watch.SetMark(mark);
                SaveMark();
            }

            _book.Install(terms.Id, now);
            Log.Accepted(_logger, terms.Id, state.Word());
            _book.Log(_watch.NowMs, "license.accepted", terms.Id, state.Word());
        }

        // One that does not serve yet is still the one that the state is of; it takes over as soon as another lies there.
        (_accepted, _acceptedBytes) = state.Serves() ? (terms, _lastBytes) : (null, null);
        Replacement = null;
    }

    private LicenseSituation Situation(Verified<LicenseTerms> license, bool wasRolledBack)
    {
        var settings = _configuration.Current.License;
        return new LicenseSituation
        {
            License = license,
            Now = _watch.Wall,
            ClockMark = _watch.Mark,
            WasRolledBack = wasRolledBack,
            Binding = LicenseBinding.Of(settings),
            ListensOnLoopbackOnly = _loopbackOnly,
            RevocationsConfigured = settings.Revocations.Length > 0,
            Revocations = settings.Revocations.Length > 0 ? _revocations : null,
            HoldsLease = _holdsLease(),
        };
    }

    /// <summary>The next instant at which time alone changes the judgement; at most a minute away, so that the clock is looked at.</summary>
    private long ChangeAfter(long now, LicenseJudgement judged)
    {
        var next = now + SecondsAMinute;
        if (_accepted is { } terms && judged.State.Serves())
        {
            foreach (var at in (ReadOnlySpan<long>)[terms.ExpiresAt, terms.GraceUntil])
            {
                next = at > now ? Math.Min(next, at) : next;
            }
        }

        return next;
    }

    private void Tell(LicenseStanding before, LicenseStanding now)
    {
        var (state, terms) = (now.Judgement.State, now.Terms);
        if (state != before.Judgement.State || now.Judgement.Reason != before.Judgement.Reason)
        {
            if (state != LicenseState.Valid)
            {
                Log.StateChanged(_logger, state.Word(), now.Judgement.Reason ?? "-");
            }

            _book.Log(_watch.NowMs, "license.state", terms?.Id ?? "", now.Judgement.Reason is { } reason ? $"{state.Word()}: {reason}" : state.Word());
        }

        if (now.Judgement.Warning is { } days && terms is not null && (days != before.Judgement.Warning || terms.Id != before.Terms?.Id)
            && _book.Warn(terms.Id, days, _watch.Wall))
        {
            Log.EndsSoon(_logger, terms.Id, days);
            _book.Log(_watch.NowMs, "license.warning", terms.Id, $"ends within {days} days");
        }

        var isBehind = LicenseClock.IsBehind(_watch.Wall, _watch.Mark);
        if (isBehind && !_clockWarned)
        {
            Log.ClockBehind(_logger, _watch.Mark - _watch.Wall);
        }

        _clockWarned = isBehind;
    }

    private void SaveMark()
    {
        try
        {
            _book.SaveClockMark(_watch.Mark);
        }
        catch (DbException failure)
        {
            Log.MarkNotSaved(_logger, failure.GetType().Name);
        }
    }
}
