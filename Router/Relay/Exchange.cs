// One request on its way through the pipeline.
using System.Collections.Immutable;
using Router.Callers;
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Ledger;
using Router.Licensing;
using Router.Quotas;
using Router.Routing;
using Router.Wire;

namespace Router.Relay;

/// <summary>Everything that is known of one request, filled in step by step by <see cref="RequestPipeline"/>; used by one request only.</summary>
internal sealed class Exchange(
    HttpContext http, IDialectAdapter adapter, string endpoint, RouterSnapshot snapshot, string requestId, ReasoningSeal seal, TimeProvider time)
    : IForeignTargets, IDisposable
{
    private readonly long _started = time.GetTimestamp();
    private volatile bool _callerGone;
    private Target? _withoutReasoning;

    internal HttpContext Http { get; } = http;

    internal TimeProvider Time { get; } = time;

    /// <summary>What the caller speaks.</summary>
    internal IDialectAdapter Adapter { get; } = adapter;

    internal Dialect Dialect => Adapter.Dialect;

    /// <summary>The path's name in the ledger, such as <c>chat.completions</c>.</summary>
    internal string Endpoint { get; } = endpoint;

    /// <summary>The configuration that this request began with, and ends with.</summary>
    internal RouterSnapshot Snapshot { get; } = snapshot;

    internal string RequestId { get; } = requestId;

    /// <summary>Unix milliseconds.</summary>
    internal long StartedAt { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Set by step 1.</summary>
    internal CallerIdentity? Caller { get; set; }

    /// <summary>The decoded body, set by step 2.</summary>
    internal PooledBuffer? Body { get; set; }

    /// <summary>What the body takes of the memory for bodies, set by step 2.</summary>
    internal BodyHold? BodyHold { get; set; }

    /// <summary>Set by step 2.</summary>
    internal RequestHead? Head { get; set; }

    /// <summary>Set by step 3.</summary>
    internal ModelGroup? Group { get; set; }

    /// <summary>The request in no dialect, read when the first target of another dialect is looked at; null when none was.</summary>
    internal Translation? Translation { get; private set; }

    /// <summary>Why there is no <see cref="Translation"/> though one was wanted.</summary>
    internal RouterError? Untranslatable { get; private set; }

    /// <summary>What the request holds of the quotas in force, set by step 6; null when there are none.</summary>
    internal QuotaHold? Hold { get; set; }

    /// <summary>Of the tokens held, those for the attempt that was made last.</summary>
    internal long HeldForAttempt { get; set; }

    /// <summary>The request's place in the ledger while its body is still to come; null when that came at once, and later.</summary>
    internal OpenRequest? Awaited { get; set; }

    /// <summary>Set by step 6.</summary>
    internal OpenRequest? Open { get; set; }

    /// <summary>What the licence says of the request, read when it arrived.</summary>
    internal LicenseStanding? License { get; init; }

    /// <summary>The target being tried, set by step 6.</summary>
    internal TargetFacts? Target { get; set; }

    /// <summary>True once the request has its row.</summary>
    internal bool Settled { get; set; }

    /// <summary>The name that the upstream of the last failed attempt gave the request; null when it gave none.</summary>
    internal string? FailedUpstreamId { get; set; }

    /// <summary>Targets of the plan that were not tried yet.</summary>
    internal int TargetsLeft { get; set; }

    /// <summary>True while another attempt at the same target leaves one for each that was not tried yet.</summary>
    internal bool HasRetryLeft => Attempts.Count + TargetsLeft < RetryPolicy.MaxAttempts;

    /// <summary>Attempts so far, in order.</summary>
    internal ImmutableArray<AttemptFacts>.Builder Attempts { get; } = ImmutableArray.CreateBuilder<AttemptFacts>(2);

    /// <summary>True once the status line went out: what fails now is an event in the stream.</summary>
    internal bool AnswerBegun { get; set; }

    /// <summary>
    /// True once the caller left. A write may see it before the server's own token fires, so <see cref="NoteCallerGone"/> counts too.
    /// </summary>
    internal bool CallerGone => _callerGone || Http.RequestAborted.IsCancellationRequested;

    /// <summary>Milliseconds until the first content went to the caller.</summary>
    internal double? FirstContentMs { get; private set; }

    /// <summary>Milliseconds since the request arrived.</summary>
    internal double ElapsedMs => Time.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Unix milliseconds now, by the monotonic clock since the arrival.</summary>
    internal long Now => StartedAt + (long)ElapsedMs;

    /// <summary>Notes that a write found the caller gone.</summary>
    internal void NoteCallerGone() => _callerGone = true;

    /// <summary>
    /// Notes that content goes to the caller now. From here on there is no other attempt, and the transport has sent the request before it
    /// gave the answer: the body is given back, for a stream may go on for long and a body may be megabytes.
    /// </summary>
    internal void ContentSent()
    {
        FirstContentMs ??= ElapsedMs;
        if (Translation is null)
        {
            Body?.Dispose();
            BodyHold?.Dispose();
        }

        // A translated answer repeats parts of the request to its end, as slices of the body.
    }

    /// <summary>The caller's half of the ledger's row.</summary>
    internal RequestFacts Facts() => new()
    {
        RequestId = RequestId,
        StartedAt = StartedAt,
        Revision = Snapshot.Revision,
        CallerId = Caller!.CallerId,
        UserId = Caller.UserId,
        ProjectId = Caller.ProjectId,
        Environment = Caller.Environment,
        TokenId = Caller.TokenId,
        Client = ClientNames.Of(Http.Request.Headers),
        ClientSession = ClientNames.SessionOf(Http.Request.Headers),
        ClientDialect = Dialect,
        Endpoint = Endpoint,
        GroupName = Group?.Name,
        Strategy = Group is null ? null : StrategyNames.Of(Group.Strategy),
        Stream = Head?.Stream ?? false,
        LicenseState = License!.Judgement.State.Word(),
        QuotaSet = Hold?.Set ?? 0,
    };

    /// <summary>Gives back what the request holds: it reached no upstream, and counts nowhere.</summary>
    internal void ReleaseHold()
    {
        Hold?.Release();
        Hold = null;
    }

    /// <summary>The dialect that <paramref name="target"/> is spoken to in; of a target of the plan.</summary>
    internal Dialect UpstreamDialectOf(Target target) => TargetDialect.Of(target.Provider, Dialect, Adapter.Operation) ?? Dialect;

    /// <summary>The request as it goes to <paramref name="target"/> when that speaks another dialect; null when it speaks the caller's.</summary>
    internal TranslatedRequest? TranslatedFor(Target target) =>
        UpstreamDialectOf(target) is var upstream && upstream != Dialect ? Translation?.For(target, upstream) : null;

    /// <summary>Sends <paramref name="target"/> no reasoning from now on: it rejected what it got.</summary>
    internal void LeaveOutReasoning(Target target)
    {
        _withoutReasoning = target;
        if (TranslatedFor(target) is not null)
        {
            Translation!.LeaveOutReasoning(target);
        }
    }

    /// <summary><paramref name="target"/> gets no reasoning.</summary>
    internal bool IsWithoutReasoning(Target target) => _withoutReasoning == target;

    /// <summary>The attempt at hand is made in the caller's dialect with thinking off, since what it would go on from was left out.</summary>
    internal bool IsWithoutThinking { get; set; }

    /// <summary>Reads the request into no dialect, once; null when it cannot be.</summary>
    internal Translation? Translate()
    {
        if (Translation is null && Untranslatable is null)
        {
            Translation = Translation.Read(this, seal, out var error);
            Untranslatable = error;
        }

        return Translation;
    }

    /// <inheritdoc/>
    public string? ReasonAgainst(Target target)
    {
        if (TargetDialect.Of(target.Provider, Dialect, Adapter.Operation) is not { } upstream)
        {
            return $"dialect: speaks {string.Join(", ", target.Provider.Dialects.Select(d => d.Name()))}";
        }

        if (Translate() is not { } translation)
        {
            return "translation: the request cannot be read";
        }

        var losses = translation.For(target, upstream).Losses;
        return losses.AnyRefused ? "translation: " + string.Join(", ", losses.Paths(Fate.Refused)) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Hold?.Release();
        Translation?.Dispose();
        Body?.Dispose();
        BodyHold?.Dispose();
    }
}
