// One surface of the callers as a conformance run needs it: where it is, what it speaks, and how that is read.
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Tests.Conformance.Sdks;
using Router.Tests.Conformance.Streams;

namespace Router.Tests.Conformance.Surfaces;

/// <summary>Knows its protocol from the specification alone, and nothing of how the router reads or writes it.</summary>
internal abstract class Surface
{
    /// <summary>The three dialects, in the order of the table.</summary>
    public static IReadOnlyList<Surface> Dialects { get; } = [new ChatSurface(), new ResponsesSurface(), new MessagesSurface()];

    /// <summary>The count of tokens beside Messages.</summary>
    public static Surface CountTokens { get; } = new CountTokensSurface();

    /// <summary>The count of tokens beside Responses, which only an upstream speaks.</summary>
    public static Surface InputTokens { get; } = new InputTokensSurface();

    /// <summary>Its name in the table, and the folder of its recordings.</summary>
    public abstract string Name { get; }

    /// <summary>What a provider that serves it lists under <c>dialects</c>.</summary>
    public virtual string Dialect => Name;

    public abstract string Path { get; }

    /// <summary>Answers that no recording shows.</summary>
    public abstract MadeAnswers Made { get; }

    /// <summary>The router asks an upstream for the usage of a stream, and hides it from who did not ask (mapping 4.2).</summary>
    public virtual bool UsageIsOptional => false;

    /// <summary>The bytes that say within a stream that the router lives.</summary>
    public virtual string Heartbeat => ": keep-alive\n\n";

    /// <summary>Headers of a caller that go on to a provider of the same dialect (mapping section 6).</summary>
    public virtual IReadOnlyList<(string Name, string Value)> CallerHeaders { get; } =
        [("openai-beta", "made=v1"), ("idempotency-key", "made-key"), ("x-codex-made", "made"), ("session-id", "made-session")];

    /// <summary>How a provider is shown its key.</summary>
    public virtual (string Name, string Value) Credential(string key) => ("authorization", "Bearer " + key);

    /// <summary>The smallest request there is.</summary>
    /// <param name="more">Further members, with a comma before each.</param>
    public abstract string Ask(string group, bool stream, string more = "");

    /// <summary>What the caller gets when the upstream failed before any of its answer went out.</summary>
    public virtual Expectation OnFailure(Expectation.RouterError error) => error;

    /// <summary>Reads a whole answer into the dialect-free form that <c>expected.json</c> is written in.</summary>
    public abstract JsonObject Read(byte[] body);

    /// <summary>Members of a reading of a stream in which official clients differ.</summary>
    public virtual string[] Uncertain => [];

    /// <summary>Likewise a stream: assembled as the official clients do.</summary>
    public virtual JsonObject ReadStream(byte[] stream) => throw NoStreams();

    /// <summary>What one event means.</summary>
    public virtual EventTraits TraitsOf(SseEvent one) => throw NoStreams();

    /// <summary>What an event tells of the upstream's failure.</summary>
    public virtual ToldFailure FailureIn(SseEvent one) => throw NoStreams();

    /// <summary>The message of an error envelope of the router; null when it is not whole, or has what does not belong there.</summary>
    /// <param name="requestId">The id in the answer's head.</param>
    public abstract string? MessageIn(JsonElement envelope, string requestId);

    /// <summary>The message of the error that the caller got; empty when there is none.</summary>
    public string MessageOf(CallerAnswer answer)
    {
        using var envelope = JsonText.Document(answer.Body);
        return envelope is null ? "" : MessageIn(envelope.RootElement, answer["x-request-id"] ?? "") ?? "";
    }

    /// <summary>Holds the events with which the router ends a failed stream to the dialect.</summary>
    /// <param name="before">The events of the stream that went out before.</param>
    /// <param name="written">Those of the router.</param>
    /// <returns>What is wrong, or the message that the caller reads.</returns>
    public virtual (string? Fault, string? Message) FailureFault(
        IReadOnlyList<SseEvent> before, IReadOnlyList<SseEvent> written, string requestId) => throw NoStreams();

    /// <summary>The official client for .NET.</summary>
    public abstract ISdk Sdk { get; }

    /// <summary>The schemas of what the router makes in it.</summary>
    public virtual SurfaceSchemas Schemas => throw NoTranslation();

    /// <summary>The member by which a body is known for an answer.</summary>
    public virtual string AnswerMember => throw NoTranslation();

    /// <summary>A smallest answer, whole and as a stream.</summary>
    public virtual (string Body, string Stream) MadeAnswer => throw NoTranslation();

    /// <summary>The member, with a comma before it, that declares tools.</summary>
    public virtual string ToolsMember(IEnumerable<(string Name, bool IsFreeForm)> tools) => throw NoTranslation();

    /// <summary>The piece of the answer's text in an event; empty when it has none.</summary>
    public virtual string TextIn(SseEvent one) => throw NoTranslation();

    /// <summary>Holds a stream of the router to the order of events (mapping 4); null when it keeps it.</summary>
    /// <param name="failed">It broke off: these are the events before its error.</param>
    public virtual string? GrammarFault(IReadOnlyList<SseEvent> events, bool failed) => throw NoTranslation();

    /// <summary>The type that the error of an upstream with this status has in the envelope (mapping 5.1).</summary>
    public virtual string ErrorType(int status) => "invalid_request_error";

    private InvalidOperationException NoTranslation() => new($"{Name} is not translated.");

    private InvalidOperationException NoStreams() => new($"{Name} has no streams.");
}
