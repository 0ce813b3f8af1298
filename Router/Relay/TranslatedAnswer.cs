// What reading and writing one translated answer needs.
using Router.Dialects;
using Router.Inference;

namespace Router.Relay;

/// <summary>Joins the two translators for one attempt: the upstream's reader, and the caller's writer behind the restoring of tools and the meter.</summary>
internal static class TranslatedAnswer
{
    /// <summary>What the upstream's reader may use.</summary>
    internal static AnswerSource Source(AttemptContext attempt, TranslatedRequest request) =>
        new(request.Profile.Traits, attempt.Exchange.Dialect, Seed(attempt), request.Losses);

    /// <summary>What the caller's writer may use.</summary>
    internal static AnswerContext Context(AttemptContext attempt, TranslatedRequest request, ReasoningSeal seal)
    {
        var exchange = attempt.Exchange;
        return new AnswerContext(
            exchange.Translation!.Request,
            exchange.RequestId,
            Seed(attempt),
            exchange.StartedAt / 1000,
            request.Profile.Model,
            request.Profile.Origin,
            seal,
            request.Losses)
        {
            ShownModel = exchange.Snapshot.Server.GroupIdentity ? exchange.Group!.Name : null,
        };
    }

    /// <summary>Turns why an answer could not be read into the failure of the attempt.</summary>
    internal static AttemptFailure FailureOf(AttemptContext attempt, AnswerFailure failure) => failure.Kind switch
    {
        AnswerFailureKind.Reported => attempt.OfInStreamError(failure.Error!),
        AnswerFailureKind.Garbage => Failures.OfGarbage("it is not of the provider's dialect"),
        AnswerFailureKind.Truncated => Failures.Truncated(),
        AnswerFailureKind.Untranslatable => Failures.OfGarbage("it stopped where only its own dialect can go on"),
    };

    /// <summary>The answer's head tells what of the request was not carried as it was.</summary>
    internal static void WriteLosses(HttpResponse response, LossList losses)
    {
        if (losses.Losses.Count == 0)
        {
            return;
        }

        Write(response, "x-router-approximated", losses.Paths(Fate.Approximated));
        Write(response, "x-router-ignored", losses.Paths(Fate.Ignored));
    }

    private static string Seed(AttemptContext attempt) => attempt.Exchange.RequestId["req_".Length..];

    private static void Write(HttpResponse response, string name, IEnumerable<string> paths)
    {
        // A caller's own member name may hold what no header can.
        var list = string.Join(", ", paths.Where(path => !path.AsSpan().ContainsAnyExceptInRange('!', '~')));
        if (list.Length > 0)
        {
            response.Headers[name] = list;
        }
    }
}
