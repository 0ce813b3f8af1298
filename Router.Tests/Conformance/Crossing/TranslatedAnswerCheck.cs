// Holds an answer that was translated to the caller's dialect: schema, order of events, envelope.
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Router.Tests.Conformance.Schemas;
using Router.Tests.Conformance.Streams;
using Router.Tests.Conformance.Surfaces;

namespace Router.Tests.Conformance.Crossing;

/// <param name="caller">What the caller speaks.</param>
internal sealed partial class TranslatedAnswerCheck(Surface caller, SchemaSet schemas)
{
    /// <summary>Null when all is as the case expects, or is not for this check to say; else what is wrong.</summary>
    public string? Fault(CallerAnswer answer, Case @case) => @case.Expectation switch
    {
        Expectation.Carried carried => WholeFault(answer, @case.Stream, carried.LosesParts),
        Expectation.CarriedOrRefused => WholeFault(answer, @case.Stream, losesParts: false),
        Expectation.Broken broken => BrokenFault(answer, broken),
        Expectation.Told told => ToldFault(answer, told),
        _ => null,
    };

    /// <summary>An answer that is whole.</summary>
    public string? WholeFault(CallerAnswer answer, bool stream, bool losesParts)
    {
        if (HeadFault(answer, 200, stream) is { } head)
        {
            return head;
        }

        if (stream)
        {
            var events = SseText.Events(answer.Body);
            return SseText.WholeLength(answer.Body) != answer.Body.Length ? "the last event is not whole"
                : caller.GrammarFault(events, failed: false) ?? EventsFault(events);
        }

        using var body = JsonText.Document(answer.Body);
        return body is null ? $"the answer is no JSON: {BytesText.Excerpt(answer.Body)}"
            : losesParts && answer["x-router-approximated"] is null ? "parts are left out, and x-router-approximated does not say so"
            : schemas.Fault(caller.Schemas.Body, body.RootElement);
    }

    /// <summary>A stream that began with <paramref name="expected"/>'s text and broke off.</summary>
    public string? BrokenFault(CallerAnswer answer, Expectation.Broken expected)
    {
        if (HeadFault(answer, 200, stream: true) is { } head)
        {
            return head;
        }

        var events = SseText.Events(answer.Body);
        if (SseText.WholeLength(answer.Body) != answer.Body.Length || events.Count < 2)
        {
            return $"{events.Count} events, and the last is not whole";
        }

        var before = events.SkipLast(1).ToList();
        var text = string.Concat(before.Select(caller.TextIn));
        var (fault, message) = caller.FailureFault(before, [events[^1]], answer["x-request-id"]!);
        return fault
            ?? (!message!.StartsWith("[upstream_", StringComparison.Ordinal) || !message.Contains(expected.Message, StringComparison.Ordinal) ? $"the error says '{message}' instead of '{expected.Message}'"
                : text != expected.Text ? $"the text before the error is '{text}' instead of '{expected.Text}'"
                : caller.GrammarFault(before, failed: true) ?? EventsFault(before) ?? LastFault(events[^1]));
    }

    /// <summary>The upstream's refusal of the request itself: its words, in the caller's envelope, with the type of its status.</summary>
    public string? ToldFault(CallerAnswer answer, Expectation.Told expected)
    {
        if (HeadFault(answer, expected.Status, stream: false) is { } head)
        {
            return head;
        }

        using var envelope = JsonText.Document(answer.Body);
        var message = envelope is null ? null : caller.MessageIn(envelope.RootElement, answer["x-request-id"]!);
        return message != expected.Message ? $"the message is '{message}' instead of '{expected.Message}': {BytesText.Excerpt(answer.Body)}"
            : answer["x-router-error"] is { } code ? $"x-router-error is {code} for an error of the upstream"
            : envelope!.RootElement.GetProperty("error").GetProperty("type").GetString() is var type && type == caller.ErrorType(expected.Status) ? null
            : $"the type is {type}";
    }

    /// <summary>A refusal of the router that names what cannot be carried, all of which the request has.</summary>
    public string? RefusalFault(CallerAnswer answer, byte[] sent)
    {
        using var request = JsonDocument.Parse(sent);
        if (answer.Status != 400 || answer["x-router-error"] != "unsupported_parameter")
        {
            return $"{answer.Status} {answer["x-router-error"]} instead of a refusal by name: {Encoding.UTF8.GetString(answer.Body)}";
        }

        var message = caller.MessageOf(answer);
        var names = Quoted().Matches(message.Split(" cannot be carried out ")[0]).Select(match => match.Groups[1].Value).ToList();
        return names.Count == 0 || !message.StartsWith("[unsupported_parameter] '", StringComparison.Ordinal) ? $"the refusal names no field: {message}"
            : names.FirstOrDefault(name => !request.RootElement.TryGetProperty(name.Split('.', '[')[0], out _)) is { } strange ? $"the request has no {strange}: {message}"
            : names.Distinct().Count() != names.Count ? $"the refusal names a field twice: {message}"
            : names.FirstOrDefault(name => !RefusableNames.Has(name, schemas.MembersOf(caller.Schemas.Request))) is { } carried ? $"{carried} can be carried: {message}"
            : null;
    }

    private static string? HeadFault(CallerAnswer answer, int status, bool stream)
    {
        var type = stream ? "text/event-stream; charset=utf-8" : "application/json";
        return answer.Status != status ? $"status {answer.Status} instead of {status}: {BytesText.Excerpt(answer.Body)}"
            : answer["content-type"] is { } own && own.StartsWith(type, StringComparison.Ordinal) ? null : $"content-type is '{answer["content-type"]}'";
    }

    private string? EventsFault(IEnumerable<SseEvent> events) => events.Select(EventFault).FirstOrDefault(fault => fault is not null);

    private string? EventFault(SseEvent one)
    {
        if (one.Name == "ping" || one.Data == "[DONE]")
        {
            return null;
        }

        using var data = JsonDocument.Parse(one.Data);
        return schemas.Fault(caller.Schemas.Event, data.RootElement) is { } fault ? $"{fault} in {one.Data}" : null;
    }

    /// <summary>The end of a failed Responses stream is an event as any other; in the other dialects it is an envelope.</summary>
    private string? LastFault(SseEvent last) => last.Name == "response.failed" ? EventFault(last) : null;

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
