// Reads a Responses request.
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

internal static class ResponsesRequestReader
{
    private const int SmallestLimit = 16;

    /// <param name="body">The request.</param>
    /// <param name="known">Whether a response id is one that this simulator gave.</param>
    internal static ReadOutcome Read(JsonElement body, Func<string, bool> known)
    {
        if (body.MemberText("model") is not { Length: > 0 } model)
        {
            return SimulatedError.Bad("Missing required parameter: 'model'.", "model", "missing_required_parameter");
        }

        if (body.MemberText("previous_response_id") is { } previous && !known(previous))
        {
            return SimulatedError.Bad($"Previous response with id '{previous}' not found.", "previous_response_id", "previous_response_not_found");
        }

        if (body.MemberCount("max_output_tokens") is { } limit && limit < SmallestLimit)
        {
            return SimulatedError.Bad(
                $"Invalid 'max_output_tokens': integer below minimum value. Expected a value >= {SmallestLimit}, but got {limit} instead.",
                "max_output_tokens",
                "integer_below_min_value");
        }

        var scan = new ConversationScan();
        if (!ScanInput(body, scan))
        {
            return SimulatedError.Bad("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        }

        foreach (var (text, sealedText) in scan.ReplayedReasoning)
        {
            if (!ReasoningSeal.Verify(text, sealedText))
            {
                return SimulatedError.Bad("The encrypted content could not be verified.", "input", "invalid_encrypted_content");
            }
        }

        scan.Text(body.MemberText("instructions"));
        scan.Raw(body.Member("tools").RawLength());
        var choice = OpenAIToolChoice.Read(body.Member("tool_choice"), Tools(body));
        var format = body.Member("text").Member("format");
        var reasoning = body.Member("reasoning");
        var effort = reasoning.MemberText("effort");
        return new SimulatedRequest
        {
            Dialect = Dialect.OpenAIResponses,
            Model = model,
            Body = body,
            Conversation = scan,
            Stream = body.MemberFlag("stream") == true,
            MaxOutputTokens = body.MemberCount("max_output_tokens"),
            Tools = choice.Tools,
            ToolMode = choice.Mode,
            ForcedTool = choice.Forced,
            ParallelCalls = body.MemberFlag("parallel_tool_calls") != false,
            Form = format.MemberText("type") switch
            {
                "json_schema" => new OutputForm(true, format.Member("schema")),
                "json_object" => new OutputForm(true, default),
                _ => default,
            },
            Reasoning = effort != "none" && (effort is not null || reasoning.Member("summary").IsPresent()),
            ShowReasoning = reasoning.Member("summary").IsPresent(),
            EncryptedReasoning = body.Member("include").Items().Any(entry => entry.AsText() == "reasoning.encrypted_content"),
            Cached = body.Member("prompt_cache_key").IsPresent(),
        };
    }

    private static bool ScanInput(JsonElement body, ConversationScan scan)
    {
        var input = body.Member("input");
        if (input.AsText() is { } text)
        {
            scan.Message();
            scan.Text(text);
            scan.UserTurn([text], false);
            return true;
        }

        foreach (var item in input.Items())
        {
            Scan(item, scan);
        }

        return input.ValueKind == JsonValueKind.Array || body.Member("prompt").IsPresent();
    }

    private static void Scan(JsonElement item, ConversationScan scan)
    {
        switch (item.MemberText("type") ?? "message")
        {
            case "message":
                ScanMessage(item, scan);
                break;
            case "function_call" or "custom_tool_call":
                scan.Text(item.MemberText("arguments") ?? item.MemberText("input"));
                scan.Call();
                break;
            case "function_call_output" or "custom_tool_call_output":
                var texts = new List<string>();
                ScanContent(item.Member("output"), texts, scan);
                scan.Result(texts.Sum(part => part.Length));
                break;
            case "reasoning":
                if (item.MemberText("encrypted_content") is { } sealedText)
                {
                    scan.ReplayedReasoning.Add(("", sealedText));
                }

                break;
            default:
                scan.Raw(item.RawLength());
                break;
        }
    }

    private static void ScanMessage(JsonElement item, ConversationScan scan)
    {
        scan.Message();
        var texts = new List<string>();
        var hasMedia = ScanContent(item.Member("content"), texts, scan);
        texts.ForEach(scan.Text);
        if (item.MemberText("role") == "user")
        {
            scan.UserTurn(texts, hasMedia);
        }
    }

    private static bool ScanContent(JsonElement content, List<string> texts, ConversationScan scan)
    {
        if (content.AsText() is { } whole)
        {
            texts.Add(whole);
        }

        var hasMedia = false;
        foreach (var part in content.Items())
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

        return hasMedia;
    }

    private static SimulatedMedia? Media(JsonElement part) => part.MemberText("type") switch
    {
        "input_image" => SimulatedMedia.FromUrl("image", part.MemberText("image_url")),
        "input_file" => SimulatedMedia.FromUrl("document", part.MemberText("file_data")),
        _ => null,
    };

    private static List<SimulatedTool> Tools(JsonElement body)
    {
        var tools = new List<SimulatedTool>();
        foreach (var tool in body.Member("tools").Items())
        {
            if (tool.MemberText("type") == "namespace")
            {
                tools.AddRange(tool.Member("tools").Items().Select(nested => Tool(nested, tool.MemberText("name"))).OfType<SimulatedTool>());
            }
            else if (Tool(tool, null) is { } read)
            {
                tools.Add(read);
            }
        }

        return tools;
    }

    private static SimulatedTool? Tool(JsonElement tool, string? space) => (tool.MemberText("type"), tool.MemberText("name")) switch
    {
        ("function", { } name) => new SimulatedTool(name, ToolKind.Function, tool.Member("parameters"), space),
        ("custom", { } name) => new SimulatedTool(name, ToolKind.Custom, default, space),
        _ => null,
    };
}
