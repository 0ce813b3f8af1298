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
    private readonly RevocationFile _revocations;
    private readonly CreditFolder _credits;
    private Func<bool> _holdsLease = static () => true;
    private ITimer? _timer;
    private byte[]? _lastBytes;
    private byte[]? _acceptedBytes;
    private LicenseTerms? _accepted;
    private Verified<LicenseTerms> _candidate = new LicenseRefusal(LicenseReason.Missing, "");
    private long _verifiedAt;
    private long _markSavedAt;
    private bool _clockWarned;
    private volatile LicenseStanding _standing;

    // Others work by an older standing, or by older credits, than the one in force.
    private bool _isChanged;
    private LicenseStanding _told;

    // Of the licence accepted last; below 0 when none ever was. A number, so that reading it waits for no look.
    private volatile int _readable;

    /// <param name="keys">The trusted keys of the configuration that the router started with.</param>
    /// <param name="loopbackOnly">Every listener is on loopback.</param>
    internal LicenseOffice(
        ConfigurationState configuration, TrustedKeys keys, LicenseBook book, LicenseWatch watch, bool loopbackOnly, TimeProvider time,
        ILogger<LicenseOffice> logger)
    {
        (_configuration, Keys, _book, _watch, _loopbackOnly, _time, _logger) = (configuration, keys, book, watch, loopbackOnly, time, logger);
        _verifier = new LicenseVerifier(keys);
        _revocations = new RevocationFile(_verifier, book, configuration.Current.License.Environment, logger);
        _credits = new CreditFolder(_verifier, book, watch, logger);
        _standing = _told = new LicenseStanding(new LicenseJudgement(LicenseState.Missing, null, null, 0, 0), null, 0);
        _readable = (int?)book.Features ?? -1;
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
                // What follows from it is left to the next look: no request waits for the database.
                Try(Judge);
            }

            return _standing;
        }
    }

    /// <summary>The file at the path when it is not the licence in force; null when it is.</summary>
    internal Replacement? Replacement { get; private set; }

    /// <summary>The revocation list in force; null when none was ever accepted.</summary>
    internal RevocationList? Revocations => _revocations.Accepted;

    /// <inheritdoc cref="RevocationFile.StateAt"/>
    internal string RevocationsState => _revocations.StateAt(_configuration.Current.License, _watch.Wall);

    /// <summary>The licence's clock.</summary>
    internal LicenseWatch Watch => _watch;

    /// <summary>
    /// The features of the last licence that was accepted, also by an earlier process: as far as those go data stays readable, whatever the
    /// state (licence section 6). Null when none ever was.
    /// </summary>
    internal LicenseFeatures? ReadableFeatures => _readable < 0 ? null : (LicenseFeatures)_readable;

    /// <summary>Credit notes for the licence in force that were taken up.</summary>
    internal IReadOnlyList<TakenCredit> Credits
    {
        get
        {
            lock (_gate)
            {
                return [.. _book.Credits.Where(credit => credit.LicenseId == _standing.Terms?.Id)];
            }
        }
    }

    /// <inheritdoc cref="CreditFolder.Refused"/>
    internal IReadOnlyList<KeyValuePair<string, string>> RefusedCredits
    {
        get
        {
            lock (_gate)
            {
                return _credits.Refused;
            }
        }
    }

    private bool IsRolledBack => _standing.Judgement.State == LicenseState.ClockRollback;

    /// <summary>Begins to watch, with what tells whether this process holds a lease.</summary>
    internal void Start(Func<bool> holdsLease)
    {
        _holdsLease = holdsLease;
        Look();
        _timer ??= _time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Reads the files and judges, now.</summary>
    internal void Look()
    {
        lock (_gate)
        {
            // Each by itself: what one of them fails over must not keep the others from being seen.
            Try(() => _revocations.Read(_configuration.Current.License));
            Try(() =>
            {
                ReadLicense();
                Accept(_watch.Wall);
            });
            Try(() => _isChanged |= _accepted is { } terms && _credits.Read(_configuration.Current.License.Credits, terms));
            Try(Judge);
            Try(Announce);
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

    /// <summary>What holds from now on. It touches neither a file nor the database.</summary>
    private void Judge()
    {
        var before = _standing;
        var judged = LicenseJudge.Judge(Situation(_accepted is { } terms ? terms : _candidate, IsRolledBack));
        _watch.Tick();
        _standing = new LicenseStanding(judged, _accepted ?? _candidate.Value, ChangeAfter(_watch.Wall, judged));
        _isChanged |= _standing.Judgement.State != before.Judgement.State || _standing.Terms != before.Terms;
    }

    /// <summary>Tells everybody of what holds now; what fails over a busy database is told again by the next look.</summary>
    private void Announce()
    {
        var standing = _standing;
        if (_isChanged)
        {
            Changed?.Invoke(standing);
            _isChanged = false;
        }

        Tell(_told, standing);
        _told = standing;
        if (_watch.Wall - _markSavedAt >= SecondsAMinute)
        {
            SaveMark();
            _markSavedAt = _watch.Wall;
        }
    }

    /// <summary>Puts the file that lies there in force when it may be.</summary>
    private void Accept(long now)
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
        var state = LicenseJudge.Judge(Situation(terms, IsRolledBack && mark == _watch.Mark) with { ClockMark = mark }).State;
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

            _book.Install(terms, now);
            _readable = (int)terms.Features;
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
            Revocations = settings.Revocations.Length > 0 ? _revocations.Accepted : null,
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
            // What serves is told of by its warnings, below; that it has ended and serves for some days more, here.
            if (!state.Serves() || state == LicenseState.Grace || now.Judgement.Reason is not null)
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
