// Reads a Messages request, and a count_tokens request, which is one without max_tokens.
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

internal static class MessagesRequestReader
{
    private const int SmallestBudget = 1024;

    internal static ReadOutcome Read(JsonElement body, bool countOnly)
    {
        if (body.MemberText("model") is not { Length: > 0 } model)
        {
            return SimulatedError.Bad("model: Field required");
        }

        var limit = body.MemberCount("max_tokens");
        if (limit is null && !countOnly)
        {
            return SimulatedError.Bad("max_tokens: Field required");
        }

        if (body.Member("messages").ValueKind != JsonValueKind.Array || body.Member("messages").GetArrayLength() == 0)
        {
            return SimulatedError.Bad("messages: Field required");
        }

        var scan = new ConversationScan();
        ScanAll(body, scan);
        var choice = body.Member("tool_choice");
        var mode = choice.MemberText("type") switch
        {
            "none" => ToolMode.None,
            "any" or "tool" => ToolMode.Required,
            _ => ToolMode.Auto,
        };
        var thinking = body.Member("thinking");
        var thinks = thinking.MemberText("type") is { } kind && kind != "disabled";
        if (CheckThinking(thinking, thinks, mode, countOnly ? null : limit, scan) is { } wrong)
        {
            return wrong;
        }

        var format = body.Member("output_config").Member("format");
        format = format.IsPresent() ? format : body.Member("output_format");
        return new SimulatedRequest
        {
            Dialect = Dialect.AnthropicMessages,
            Model = model,
            Body = body,
            Conversation = scan,
            Stream = body.MemberFlag("stream") == true,
            MaxOutputTokens = limit,
            StopSequences = [.. body.Member("stop_sequences").Items().Select(item => item.AsText() ?? "").Where(item => item.Length > 0)],
            Tools = Tools(body),
            ToolMode = mode,
            ForcedTool = mode == ToolMode.Required ? choice.MemberText("name") : null,
            ParallelCalls = choice.MemberFlag("disable_parallel_tool_use") != true,
            Form = format.MemberText("type") == "json_schema" ? new OutputForm(true, format.Member("schema")) : default,
            Reasoning = thinks,
            ShowReasoning = thinks && thinking.MemberText("display") != "omitted",
            Cached = scan.CacheMarked,
        };
    }

    private static SimulatedError? CheckThinking(JsonElement thinking, bool thinks, ToolMode mode, int? limit, ConversationScan scan)
    {
        for (var index = 0; index < scan.ReplayedReasoning.Count; index++)
        {
            if (!ReasoningSeal.Verify(scan.ReplayedReasoning[index].Text, scan.ReplayedReasoning[index].Signature))
            {
                return SimulatedError.Bad($"messages: Invalid `signature` in `thinking` block {index}");
            }
        }

        if (thinks && mode == ToolMode.Required)
        {
            return SimulatedError.Bad("Thinking may not be enabled when tool_choice forces tool use.");
        }

        if (thinks && thinking.MemberCount("budget_tokens") is { } budget)
        {
            if (budget < SmallestBudget)
            {
                return SimulatedError.Bad($"thinking.enabled.budget_tokens: Input should be greater than or equal to {SmallestBudget}");
            }

            if (budget >= limit)
            {
                return SimulatedError.Bad("`max_tokens` must be greater than `thinking.budget_tokens`.");
            }
        }

        return null;
    }

    private static void ScanAll(JsonElement body, ConversationScan scan)
    {
        MarkCache(body, scan);
        scan.Text(body.MemberText("system"));
        foreach (var block in body.Member("system").Items())
        {
            scan.Text(block.MemberText("text"));
            MarkCache(block, scan);
        }

        foreach (var tool in body.Member("tools").Items())
        {
            scan.Raw(tool.RawLength());
            MarkCache(tool, scan);
        }

        foreach (var message in body.Member("messages").Items())
        {
            ScanMessage(message, scan);
        }
    }

    private static void ScanMessage(JsonElement message, ConversationScan scan)
    {
        scan.Message();
        var said = new List<string>();
        var hasMedia = false;
        var hasResult = false;
        if (message.MemberText("content") is { } whole)
        {
            scan.Text(whole);
            said.Add(whole);
        }

        foreach (var block in message.Member("content").Items())
        {
            MarkCache(block, scan);
            switch (block.MemberText("type"))
            {
                case "text":
                    var text = block.MemberText("text") ?? "";
                    scan.Text(text);
                    said.Add(text);
                    break;
                case "image" or "document":
                    scan.Add(Media(block));
                    hasMedia = true;
                    break;
                case "tool_use":
                    scan.Raw(block.Member("input").RawLength());
                    scan.Call();
                    break;
                case "tool_result":
                    ScanResult(block, scan);
                    hasResult = true;
                    break;
                case "thinking":
                    scan.Text(block.MemberText("thinking"));
                    scan.ReplayedReasoning.Add((block.MemberText("thinking") ?? "", block.MemberText("signature") ?? ""));
                    break;
                case "redacted_thinking":
                    scan.ReplayedReasoning.Add(("", block.MemberText("data") ?? ""));
                    break;
                default:
                    scan.Raw(block.RawLength());
                    break;
            }
        }

        // Media beside a result belong to the result, so they begin no turn of their own.
        if (message.MemberText("role") == "user" && (said.Count > 0 || hasMedia))
        {
            scan.UserTurn(said, hasMedia && !hasResult);
        }
    }

    private static void ScanResult(JsonElement block, ConversationScan scan)
    {
        var length = block.MemberText("content")?.Length ?? 0;
        foreach (var part in block.Member("content").Items())
        {
            length += part.MemberText("text")?.Length ?? 0;
            if (part.MemberText("type") is "image" or "document")
            {
                scan.Add(Media(part));
            }
        }

        scan.Result(length);
    }

    private static SimulatedMedia Media(JsonElement block)
    {
        var kind = block.MemberText("type")!;
        var source = block.Member("source");
        return source.MemberText("type") switch
        {
            "base64" => SimulatedMedia.FromBase64(kind, source.MemberText("media_type"), source.MemberText("data") ?? ""),
            "text" => new SimulatedMedia(kind, source.MemberText("media_type") ?? "text/plain", source.MemberText("data")?.Length ?? 0),
            _ => new SimulatedMedia(kind, null, 0),
        };
    }

    private static void MarkCache(JsonElement holder, ConversationScan scan)
    {
        if (holder.Member("cache_control").IsPresent())
        {
            scan.MarkCache(holder.Member("cache_control").MemberText("ttl"));
        }
    }

    private static List<SimulatedTool> Tools(JsonElement body)
    {
        var tools = new List<SimulatedTool>();
        foreach (var tool in body.Member("tools").Items())
        {
            // A tool with a type of its own is run by the service or known to the model; the simulator runs none.
            if ((tool.MemberText("type") ?? "custom") == "custom" && tool.MemberText("name") is { } name)
            {
                tools.Add(new SimulatedTool(name, ToolKind.Function, tool.Member("input_schema")));
            }
        }

        return tools;
    }
}
