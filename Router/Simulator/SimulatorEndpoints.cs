// Answers every path of the simulated provider.
using System.Text.Json;
using System.Text.Unicode;
using Router.Inference;

namespace Router.Simulator;

internal sealed class SimulatorEndpoints(TimeProvider time, ILogger logger, CancellationToken stopping)
{
    private const int ResponsesRemembered = 10_000;
    private const string MessagesPath = "/v1/messages";
    private const string CountTokensPath = "/v1/messages/count_tokens";
    private const string InputTokensPath = "/v1/responses/input_tokens";
    private const string EmbeddingsPath = "/v1/embeddings";
    private const string ModelsPath = "/v1/models";

    private static readonly JsonDocumentOptions BodyOptions = new() { MaxDepth = 256 };

    private readonly FaultGate _gate = new();
    private readonly BoundedSet _responses = new(ResponsesRemembered);
    private long _requests;

    internal async Task Handle(HttpContext http)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await Answer(http, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (IOException)
        {
            http.Abort();
        }
#pragma warning disable CA1031 // The edge of the simulator: a bug is logged and its connection cut, the server goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.RequestFailed(logger, exception, http.Request.Path);
            http.Abort();
        }
    }

    private Task Answer(HttpContext http, CancellationToken stop)
    {
        var path = http.Request.Path.Value ?? "/";
        if (HttpMethods.IsPost(http.Request.Method))
        {
            return AnswerPost(http, path, stop);
        }

        var exchange = new Exchange(http, DialectOf(path), default, Exchange.Hash([]), Interlocked.Increment(ref _requests), time, stop);
        var anthropic = http.Request.Headers.ContainsKey("anthropic-version");
        if (HttpMethods.IsGet(http.Request.Method) && path == ModelsPath)
        {
            return exchange.SendJson(StatusCodes.Status200OK, json => ModelList.Write(json, anthropic));
        }

        if (HttpMethods.IsGet(http.Request.Method) && path.StartsWith(ModelsPath + "/", StringComparison.Ordinal))
        {
            return exchange.SendJson(
                StatusCodes.Status200OK, json => ModelList.WriteOne(json, path[(ModelsPath.Length + 1)..], anthropic));
        }

        return path == "/" ? Task.CompletedTask : exchange.SendError(NotFound(http, path));
    }

    private async Task AnswerPost(HttpContext http, string path, CancellationToken stop)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, stop);
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        HalfPairs.Replace(bytes.Span);
        using var document = Parse(bytes);
        var body = document?.RootElement ?? default;
        var exchange = new Exchange(http, DialectOf(path), body, Exchange.Hash(bytes.Span), Interlocked.Increment(ref _requests), time, stop);
        if (!IsKnown(path))
        {
            await exchange.SendError(NotFound(http, path));
        }
        else if (body.ValueKind != JsonValueKind.Object)
        {
            await exchange.SendError(SimulatedError.Bad("We could not parse the JSON body of your request.", code: "invalid_json"));
        }
        else
        {
            var fault = _gate.Meet(exchange);
            if (!await FaultGate.Answered(exchange, fault))
            {
                await AnswerBody(exchange, path, fault);
            }
        }
    }

    private Task AnswerBody(Exchange exchange, string path, FaultKind fault)
    {
        if (path == EmbeddingsPath)
        {
            return Embeddings.Check(exchange.Body) is { } wrong
                ? exchange.SendError(wrong)
                : exchange.SendJson(StatusCodes.Status200OK, json => Embeddings.Write(json, exchange.Body));
        }

        var (request, error) = exchange.Dialect switch
        {
            Dialect.OpenAIChat => ChatRequestReader.Read(exchange.Body),
            Dialect.OpenAIResponses => ResponsesRequestReader.Read(exchange.Body, _responses.Contains),
            Dialect.AnthropicMessages => MessagesRequestReader.Read(exchange.Body, path == CountTokensPath),
        };
        error ??= CheckChoice(request!);
        if (error is not null)
        {
            return exchange.SendError(error);
        }

        if (path is CountTokensPath or InputTokensPath)
        {
            return SendCount(exchange, request!.InputTokens);
        }

        var script = ScriptAuthor.Write(request!, fault, exchange.Seed, time.GetUtcNow().ToUnixTimeSeconds());
        if (exchange.Dialect == Dialect.OpenAIResponses && exchange.Body.MemberFlag("store") != false)
        {
            _responses.Add("resp_" + script.Seed);
        }

        return AnswerSender.Send(exchange, script, fault);
    }

    private static Task SendCount(Exchange exchange, int tokens) => exchange.SendJson(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        if (exchange.Dialect == Dialect.OpenAIResponses)
        {
            json.WriteString("object", "response.input_tokens");
        }

        json.WriteNumber("input_tokens", tokens);
        json.WriteEndObject();
    });

    private static SimulatedError? CheckChoice(SimulatedRequest request)
    {
        if (request.ForcedTool is { } forced && request.Tools.All(tool => tool.Name != forced))
        {
            return SimulatedError.Bad($"Tool choice '{forced}' not found in 'tools' parameter.", "tool_choice");
        }

        return request.ToolMode == ToolMode.Required && !request.Body.Member("tools").IsPresent() && !request.LegacyFunctions
            ? SimulatedError.Bad("'tool_choice' is only allowed when 'tools' are specified.", "tool_choice")
            : null;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // The parser itself takes bad UTF-8, and fails only where a text is read.
            return Utf8.IsValid(bytes.Span) ? JsonDocument.Parse(bytes, BodyOptions) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsKnown(string path) =>
        path is CountTokensPath or InputTokensPath or EmbeddingsPath
        || Enum.GetValues<Dialect>().Any(dialect => path == dialect.DefaultPath());

    private static Dialect DialectOf(string path)
    {
        if (path.StartsWith(MessagesPath, StringComparison.Ordinal))
        {
            return Dialect.AnthropicMessages;
        }

        return path.StartsWith(Dialect.OpenAIResponses.DefaultPath(), StringComparison.Ordinal) ? Dialect.OpenAIResponses : Dialect.OpenAIChat;
    }

    private static SimulatedError NotFound(HttpContext http, string path) =>
        new(StatusCodes.Status404NotFound, $"Invalid URL ({http.Request.Method} {path})");
}
