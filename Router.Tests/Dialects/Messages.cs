// Reads and writes Messages requests and answers for tests.
using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Tests.Support;
using Router.Wire;

namespace Router.Tests.Dialects;

internal static class Messages
{
    public static readonly Translator Translator = Translators.Of(Dialect.AnthropicMessages);
    public static readonly ReasoningSeal Seal = new([.. Enumerable.Range(1, ReasoningSeal.KeyLength).Select(number => (byte)number)]);
    public static readonly ReasoningOrigin Origin = new("anthropic", "claude-x", Dialect.AnthropicMessages);
    public static readonly TargetTraits Traits = TargetTraits.Of(Dialect.AnthropicMessages);

    /// <summary>Reads a body that is right; <paramref name="members"/> go beside a model and one message unless they bring messages.</summary>
    public static InferenceRequest Read(string members, bool countOnly = false)
    {
        var request = Read(members, countOnly, out var error);
        error.Should().BeNull();
        return request!;
    }

    public static RouterError Refused(string members)
    {
        Read(members, false, out var error).Should().BeNull();
        return error!;
    }

    /// <summary>Reads one message with one block.</summary>
    public static InferenceRequest ReadBlock(string block, string role = "user") =>
        Read($$""" "messages":[{"role":"{{role}}","content":[{{block}}]}]""");

    /// <summary>A request of another dialect.</summary>
    public static InferenceRequest Request(params Turn[] turns) =>
        new() { Source = Dialect.OpenAIChat, Turns = [.. turns] };

    public static Turn User(params TurnPart[] parts) => new(TurnRole.User, [.. parts]);

    public static Turn Assistant(params TurnPart[] parts) => new(TurnRole.Assistant, [.. parts]);

    public static TurnPart.Text Text(string escaped) => new(JsonString.Raw(escaped));

    public static TurnPart.ToolCall Call(string id, string name, string escaped) =>
        new(id, new ToolReference(ToolKind.Function, name), new ToolInput(Encoding.UTF8.GetBytes(escaped), TextForm.Escaped));

    public static TurnPart.ToolResult Result(string id, params TurnPart[] parts) => new(id, ToolKind.Function, [.. parts]);

    public static ToolDefinition.Function Function(string name) => new(new ToolReference(ToolKind.Function, name)) { Strict = false };

    public static SealedReasoning Own(string payload) => new(Origin, Encoding.UTF8.GetBytes(payload));

    public static RawJson Json(string json) => new(Encoding.UTF8.GetBytes(json));

    public static RawNumber Number(string number) => new(Encoding.UTF8.GetBytes(number));

    /// <summary>The body for a target, and what it cost.</summary>
    public static (string Body, LossList Losses) Write(InferenceRequest request, TargetTraits? traits = null, bool leaveOutReasoning = false)
    {
        var losses = new LossList();
        var output = new ArrayBufferWriter<byte>();
        var target = new TargetProfile(Origin, traits ?? Traits) { LeaveOutReasoning = leaveOutReasoning };
        Translator.RequestWriter.Write(request, target, output, losses);
        var members = new List<TopLevelMember>();
        JsonDocumentScan.TryScan(output.WrittenSpan, members, out _).Should().BeTrue("it is one document without a member twice");
        return (Encoding.UTF8.GetString(output.WrittenSpan), losses);
    }

    /// <summary>The lines of a whole body, or its failure.</summary>
    public static (AnswerLog Log, AnswerFailure? Failure, LossList Losses) Answer(string body)
    {
        var (log, source) = (new AnswerLog(), Source());
        var failure = Translator.AnswerReader.Read(Encoding.UTF8.GetBytes(body), source, log);
        return (log, failure, source.Losses);
    }

    /// <summary>The lines of a stream that comes in pieces of <paramref name="step"/> bytes.</summary>
    public static (AnswerLog Log, AnswerFailure? Failure, LossList Losses) Stream(string stream, int step = int.MaxValue)
    {
        var (log, source) = (new AnswerLog(), Source());
        var failure = Play(Encoding.UTF8.GetBytes(stream), source, log, step);
        return (log, failure, source.Losses);
    }

    /// <summary>Feeds a stream to a sink.</summary>
    public static AnswerFailure? Play(ReadOnlySpan<byte> bytes, AnswerSource source, IAnswerSink sink, int step = int.MaxValue)
    {
        using var framer = new SseFramer();
        using var reader = Translator.AnswerReader.Open(source);
        AnswerFailure? failure = null;
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(step, bytes.Length);
            bytes[..length].CopyTo(framer.GetMemory(length).Span);
            framer.Advance(length);
            bytes = bytes[length..];
            while (framer.TryRead(out var frame))
            {
                failure ??= reader.Read(frame, sink);
            }
        }

        if (framer.TryReadRemainder(out var rest))
        {
            failure ??= reader.Read(rest, sink);
        }

        return failure ?? reader.Complete(sink);
    }

    public static AnswerSource Source() => new(Traits, Dialect.OpenAIChat, "", new LossList());

    /// <summary>For an answer to a Messages caller from a target of another dialect.</summary>
    public static AnswerContext Context(LossList losses) => new(
        new InferenceRequest { Source = Dialect.AnthropicMessages },
        "req_0123", "0123456789abcdef0123456789abcdef", 1_760_000_000, "gpt-x",
        new ReasoningOrigin("openai", "gpt-x", Dialect.OpenAIResponses), Seal, losses);

    /// <summary>The token that the router gives for a payload of that target.</summary>
    public static string Token(string payload) =>
        Encoding.ASCII.GetString(Seal.Seal(Context(new LossList()).Origin, Encoding.UTF8.GetBytes(payload)));

    private static InferenceRequest? Read(string members, bool countOnly, out RouterError? error)
    {
        var messages = members.Contains("\"messages\":", StringComparison.Ordinal) ? "" : """ "messages":[{"role":"user","content":"Hi"}]""";
        var all = new[] { "\"model\":\"group\"", messages, members.Trim() }.Where(text => text.Length > 0);
        var reading = new RequestReading(Seal) { Ignorable = new[] { "spare" }.ToFrozenSet(), CountOnly = countOnly };
        return Translator.RequestReader.Read(Encoding.UTF8.GetBytes($"{{{string.Join(',', all)}}}"), reading, out error);
    }
}
