// A request on its way to targets of other dialects: read once, written for each target.
using Router.Configuration;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Relay;

/// <summary>Belongs to one request; what was written for a target is kept for its attempt.</summary>
internal sealed class Translation : IDisposable
{
    /// <summary>Nothing is counted for the translation of a smaller one.</summary>
    private const int SmallBody = 256 * 1024;

    /// <summary>About what one turn, part or tool takes beside its text.</summary>
    private const long ObjectBytes = 160;

    // Few targets are looked at for one request, most often one.
    private readonly List<(Target Target, TranslatedRequest Request)> _written = new(1);
    private readonly List<TranslatedRequest> _spent = [];

    private Translation(InferenceRequest request) => Request = request;

    /// <summary>What the caller asked for, in no dialect.</summary>
    internal InferenceRequest Request { get; }

    /// <summary>Reads the body; null with an error when a member that must be understood is not what it must be, or when there are too many.</summary>
    internal static Translation? Read(Exchange exchange, ReasoningSeal seal, out RouterError? error)
    {
        var reading = new RequestReading(seal) { CountOnly = exchange.Adapter.Operation == Operation.CountTokens };
        var request = Translators.Of(exchange.Dialect).RequestReader.Read(exchange.Body!.WrittenMemory, reading, out error);
        if (request is not null && !HasRoom(exchange, request))
        {
            error = BodyReader.NoRoom();
            return null;
        }

        return request is null ? null : new Translation(request);
    }

    /// <summary>Beside the caller's body stand what was read of it, in objects, and what is written for a target, which is about as long.</summary>
    private static bool HasRoom(Exchange exchange, InferenceRequest request)
    {
        var body = exchange.Body!;
        return body.Capacity <= SmallBody
            || exchange.BodyHold!.TryGrowTo(
                (long)body.Capacity + body.Length + (ObjectBytes * (request.Tools.Length + request.Turns.Sum(static turn => 1L + turn.Parts.Length))));
    }

    /// <summary>The request as it goes to <paramref name="target"/>.</summary>
    internal TranslatedRequest For(Target target, Dialect upstream)
    {
        if (IndexOf(target) is >= 0 and var index)
        {
            return _written[index].Request;
        }

        var origin = new ReasoningOrigin(target.Provider.Name, target.Model.Id, upstream);
        var written = Write(new TargetProfile(origin, target.Model.TraitsOf(upstream)));
        _written.Add((target, written));
        return written;
    }

    /// <summary>Writes the request for <paramref name="target"/> once more, without any reasoning: its provider rejected what was there.</summary>
    internal void LeaveOutReasoning(Target target)
    {
        var index = IndexOf(target);
        var before = _written[index].Request;
        _written[index] = (target, Write(before.Profile with { LeaveOutReasoning = true }));
        before.Dispose();
    }

    /// <summary>Writes the request for <paramref name="target"/> once more, with an empty thought where one is missing; false when none is.</summary>
    internal bool TryFillThoughts(Target target)
    {
        var index = IndexOf(target);
        var before = _written[index].Request;
        if (before.Profile.Dialect != Dialect.OpenAIChat || before.Profile.EmptyThoughts)
        {
            return false;
        }

        var filled = Write(before.Profile with { EmptyThoughts = true });
        var differs = !filled.Body.WrittenSpan.SequenceEqual(before.Body.WrittenSpan);
        _written[index] = (target, filled);

        // The attempt at hand still has it.
        _spent.Add(before);
        return differs;
    }

    /// <summary>True when the request carries reasoning that this target made.</summary>
    internal bool IsHome(Target target)
    {
        foreach (var turn in Request.Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is TurnPart.Reasoning { Sealed.Origin: var origin }
                    && origin.Provider == target.Provider.Name && origin.Model == target.Model.Id)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, written) in _written)
        {
            written.Dispose();
        }

        _spent.ForEach(static spent => spent.Dispose());
    }

    /// <summary>A target is one object of the snapshot that the request keeps to; what it holds need not be compared.</summary>
    private int IndexOf(Target target)
    {
        var index = _written.Count - 1;
        while (index >= 0 && !ReferenceEquals(_written[index].Target, target))
        {
            index--;
        }

        return index;
    }

    private TranslatedRequest Write(TargetProfile profile)
    {
        var body = new PooledBuffer();
        var losses = new LossList();
        var names = Translators.Of(profile.Dialect).RequestWriter.Write(Request, profile, body, losses);
        return new TranslatedRequest(profile, body, names, losses);
    }
}
