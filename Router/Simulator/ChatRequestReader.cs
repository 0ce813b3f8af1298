// Reads a Chat Completions request.
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

internal static class ChatRequestReader
{
    internal static ReadOutcome Read(JsonElement body)
    {
        if (body.MemberText("model") is not { Length: > 0 } model)
        {
            return SimulatedError.Bad("you must provide a model parameter", "model");
        }

        if (body.Member("messages").ValueKind != JsonValueKind.Array || body.Member("messages").GetArrayLength() == 0)
        {
            return SimulatedError.Bad("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        var scan = new ConversationScan();
        foreach (var message in body.Member("messages").Items())
        {
            Scan(message, scan);
        }

        var legacy = !body.Member("tools").IsPresent() && body.Member("functions").IsPresent();
        var tools = legacy ? LegacyTools(body) : Tools(body);
        scan.Raw(body.Member(legacy ? "functions" : "tools").RawLength());
        var choice = legacy ? LegacyChoice(body, tools) : OpenAIToolChoice.Read(body.Member("tool_choice"), tools);
        var format = body.Member("response_format");
        var reasons = body.MemberText("reasoning_effort") is { } effort && effort != "none";
        return new SimulatedRequest
        {
            Dialect = Dialect.OpenAIChat,
            Model = model,
            Body = body,
            Conversation = scan,
            Stream = body.MemberFlag("stream") == true,
            IncludeUsage = body.Member("stream_options").MemberFlag("include_usage") == true,
            Choices = Math.Clamp(body.MemberCount("n") ?? 1, 1, 128),
            LegacyFunctions = legacy,
            MaxOutputTokens = body.MemberCount("max_completion_tokens") ?? body.MemberCount("max_tokens"),
            StopSequences = Stops(body.Member("stop")),
            Tools = choice.Tools,
            ToolMode = choice.Mode,
            ForcedTool = choice.Forced,
            ParallelCalls = !legacy && body.MemberFlag("parallel_tool_calls") != false,
            Form = format.MemberText("type") switch
            {
                "json_schema" => new OutputForm(true, format.Member("json_schema").Member("schema")),
                "json_object" => new OutputForm(true, default),
                _ => default,
            },
            Reasoning = reasons,
            ShowReasoning = reasons,
            Cached = body.Member("prompt_cache_key").IsPresent(),
        };
    }

    private static void Scan(JsonElement message, ConversationScan scan)
    {
        scan.Message();
        var role = message.MemberText("role");
        if (role is "tool" or "function")
        {
            var length = message.Member("content") is { ValueKind: JsonValueKind.String } text
                ? text.GetString()!.Length
                : message.Member("content").Items().Sum(part => part.MemberText("text")?.Length ?? 0);
            scan.Result(length);
            return;
        }

        var texts = new List<string>();
        var hasMedia = false;
        if (message.MemberText("content") is { } content)
        {
            texts.Add(content);
        }

        foreach (var part in message.Member("content").Items())
        {
            if (part.MemberText("text") is { } text)
            {
                texts.Add(text);
            }
            else if (Media(part) is { } media)
            {
                scan.Add(media);
                hasMedia = true;
            }
        }

        texts.ForEach(scan.Text);
        if (role == "user")
        {
            scan.UserTurn(texts, hasMedia);
        }
        else if (message.Member("tool_calls").IsPresent() || message.Member("function_call").IsPresent())
        {
            scan.Raw(message.Member("tool_calls").RawLength() + message.Member("function_call").RawLength());
            scan.Call();
        }
    }

    private static SimulatedMedia? Media(JsonElement part) => part.MemberText("type") switch
    {
        "image_url" => SimulatedMedia.FromUrl("image", part.Member("image_url").MemberText("url")),
        "file" => SimulatedMedia.FromUrl("document", part.Member("file").MemberText("file_data")),
        "input_audio" => SimulatedMedia.FromBase64(
            "audio", "audio/" + part.Member("input_audio").MemberText("format"), part.Member("input_audio").MemberText("data") ?? ""),
        _ => null,
    };

    private static List<SimulatedTool> Tools(JsonElement body)
    {
        var tools = new List<SimulatedTool>();
        foreach (var tool in body.Member("tools").Items())
        {
            if (tool.Member("function").MemberText("name") is { } function)
            {
                tools.Add(new SimulatedTool(function, ToolKind.Function, tool.Member("function").Member("parameters")));
            }
            else if (tool.Member("custom").MemberText("name") is { } custom)
            {
                tools.Add(new SimulatedTool(custom, ToolKind.Custom, default));
            }
        }

        return tools;
    }

    private static List<SimulatedTool> LegacyTools(JsonElement body) =>
        [.. body.Member("functions").Items().Select(function =>
            new SimulatedTool(function.MemberText("name") ?? "", ToolKind.Function, function.Member("parameters")))];

    private static OpenAIToolChoice LegacyChoice(JsonElement body, IReadOnlyList<SimulatedTool> tools) =>
        body.Member("function_call").MemberText("name") is { } name
            ? new OpenAIToolChoice(ToolMode.Required, name, tools)
            : OpenAIToolChoice.Read(body.Member("function_call"), tools);

    private static List<string> Stops(JsonElement stop) =>
        stop.AsText() is { } one ? [one] : [.. stop.Items().Select(item => item.AsText() ?? "").Where(item => item.Length > 0)];
}
