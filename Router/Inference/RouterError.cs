// An expected failure, as a value.
namespace Router.Inference;

/// <summary>A refusal or failure that the router itself puts into words; of a caller's text it holds at most the name of the model asked for.</summary>
/// <param name="Code">Which one of the contract's codes.</param>
/// <param name="Detail">One sentence or two that say what to do; without the code, which the envelope puts before it.</param>
internal sealed record RouterError(ErrorCode Code, string Detail)
{
    /// <summary>The member of the request at fault, for envelopes that have a place for it.</summary>
    internal string? Param { get; init; }

    /// <summary>The word in <c>error.details</c> of Messages that makes its SDK try in another way by itself; null when there is none.</summary>
    internal string? MessagesDetail { get; init; }

    /// <summary>How long to wait before trying again; null when unknown.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>What the upstream said of trying again; null when it said nothing, and the code alone tells.</summary>
    internal bool? MayRetry { get; init; }

    /// <summary>The message as callers see it: the code in square brackets, then the detail.</summary>
    internal string Message => $"[{Code.Name}] {Detail}";
}
