// Makes up requests of Messages.
using static Router.Tests.Laws.JsonMaker;

namespace Router.Tests.Laws;

/// <inheritdoc cref="ChatRequestMaker"/>
internal sealed class MessagesRequestMaker(JsonMaker make)
{
    /// <summary>The request's body.</summary>
    public string Body()
    {
        var tools = Enumerable.Range(0, make.Once(2) ? 0 : make.Number(1, 3)).Select(_ => make.Word()).ToList();
        return make.Object(
            Member("model", "\"group\""),
            Member("max_tokens", make.One("1", "4096", "64000")),
            make.Maybe(2, "system", Texts),
            Member("messages", Messages(tools)),
            tools.Count == 0 ? null : Member("tools", Tools(tools)),
            tools.Count == 0 ? null : make.Maybe(2, "tool_choice", () => Choice(tools)),
            make.Maybe(5, "temperature", () => make.Fraction(1)),
            make.Maybe(6, "top_p", () => make.Fraction(1)),
            make.Maybe(8, "top_k", () => "40"),
            make.Maybe(6, "stop_sequences", () => make.List(0, 5, make.Text)),
            make.Maybe(3, "thinking", Thinking),
            make.Maybe(4, "output_config", () => make.Object(
                make.Maybe(2, "effort", () => make.OneOf("low", "medium", "high", "xhigh", "max", "novel")), make.Maybe(2, "format", Format))),
            make.Maybe(8, "metadata", () => make.Object(Member("user_id", make.Name()))),
            make.Maybe(8, "service_tier", () => make.OneOf("auto", "standard_only", "novel")),
            make.Maybe(12, "cache_control", () => "{\"type\":\"ephemeral\"}"),
            make.Maybe(12, "speed", () => make.OneOf("standard", "fast")),
            make.Maybe(16, "mcp_servers", () => make.One("[]", "[{\"type\":\"url\",\"url\":\"https://e\",\"name\":\"n\"}]")),
            make.Maybe(16, "inference_geo", make.Name),
            make.Maybe(16, "container", make.Name),
            make.Maybe(16, "context_management", () => make.Raw()),
            make.Maybe(2, "stream", make.Bool));
    }

    private string Messages(List<string> tools)
    {
        var messages = new List<string>();
        var ids = new List<string>();
        for (var left = make.Number(1, 4); left > 0; left--)
        {
            var results = ids.Select(Result).ToList();
            messages.Add(Message("user", results.Count > 0 ? $"[{string.Join(',', results.Append(Part()))}]" : Content()));
            ids.Clear();
            if (left > 1 || make.Once(6))
            {
                messages.Add(Message("assistant", Answer(tools, ids)));
            }

            if (left > 1 && ids.Count == 0 && make.Once(12))
            {
                messages.Add(Message("system", Texts()));
            }
        }

        if (ids.Count > 0)
        {
            messages.Add(Message("user", $"[{string.Join(',', ids.Select(Result))}]"));
        }

        return $"[{string.Join(',', messages)}]";
    }

    private string Message(string role, string content) => make.Object(Member("role", $"\"{role}\""), Member("content", content));

    private string Answer(List<string> tools, List<string> ids)
    {
        var blocks = new List<string>();
        if (make.Once(3))
        {
            blocks.Add(make.Once(4)
                ? make.Object(Member("type", "\"redacted_thinking\""), Member("data", make.Name()))
                : make.Object(Member("type", "\"thinking\""), Member("thinking", make.Text()), Member("signature", make.Name())));
        }

        for (var left = make.Number(1, 3); left > 0; left--)
        {
            if (tools.Count > 0 && make.Once(2))
            {
                var id = $"toolu_{make.Word()}";
                ids.Add(id);
                blocks.Add(make.Object(
                    Member("type", "\"tool_use\""), Member("id", $"\"{id}\""), Member("name", $"\"{make.One([.. tools])}\""), Member("input", make.Raw()),
                    make.Maybe(6, "caller", () => "{\"type\":\"direct\"}"),
                    make.Maybe(12, "cache_control", () => "{\"type\":\"ephemeral\"}")));
            }
            else
            {
                blocks.Add(Text());
            }
        }

        return $"[{string.Join(',', blocks)}]";
    }

    private string Result(string id) => make.Object(
        Member("type", "\"tool_result\""),
        Member("tool_use_id", $"\"{id}\""),
        Member("content", make.Once(2) ? make.Text() : make.List(1, 2, () => make.Once(3) ? Media() : Text()), make.Once(8)),
        make.Maybe(4, "is_error", make.Bool),
        make.Maybe(8, "cache_control", () => "{\"type\":\"ephemeral\"}"));

    private string Texts() => make.Once(2) ? make.Text() : make.List(1, 2, Text);

    private string Content() => make.Once(2) ? make.Text() : make.List(1, 3, Part);

    private string Text() => make.Object(Member("type", "\"text\""), Member("text", make.Text()), make.Maybe(8, "cache_control", () => "{\"type\":\"ephemeral\"}"));

    private string Part() => make.Number(0, 7) switch
    {
        0 or 1 => Media(),
        2 => make.One(
            make.Object(
                Member("type", "\"search_result\""), Member("title", make.Text()), Member("source", make.Text()),
                Member("content", $"[{{\"type\":\"text\",\"text\":{make.Text()}}}]"), make.Maybe(2, "citations", () => "{\"enabled\":true}")),
            "{\"type\":\"container_upload\",\"file_id\":\"file_1\"}",
            "{\"type\":\"novel\",\"novel\":1}"),
        _ => Text(),
    };

    private string Media() => make.One(
        make.Object(Member("type", "\"image\""), Member("source", make.One(
            $"{{\"type\":\"url\",\"url\":\"https://example.com/{make.Word()}.png\"}}",
            "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}",
            "{\"type\":\"file\",\"file_id\":\"file_1\"}"))),
        make.Object(
            Member("type", "\"document\""),
            Member("source", make.One(
                $"{{\"type\":\"url\",\"url\":\"https://example.com/{make.Word()}.pdf\"}}",
                "{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBERi0=\"}",
                $"{{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":{make.Text()}}}",
                $"{{\"type\":\"content\",\"content\":[{{\"type\":\"text\",\"text\":{make.Text()}}}]}}")),
            make.Maybe(3, "title", make.Text),
            make.Maybe(3, "context", make.Text),
            make.Maybe(6, "citations", () => make.One("{\"enabled\":true}", "{\"enabled\":false}"))));

    private string Tools(List<string> tools)
    {
        var own = tools.Select(name => make.Object(
            Member("name", $"\"{name}\""),
            make.Maybe(4, "type", () => "\"custom\""),
            make.Maybe(2, "description", make.Text),
            Member("input_schema", make.Schema()),
            make.Maybe(5, "strict", make.Bool),
            make.Maybe(8, "cache_control", () => "{\"type\":\"ephemeral\"}"),
            make.Maybe(12, "input_examples", () => $"[{make.Raw()}]"),
            make.Maybe(12, "defer_loading", make.Bool)));
        var service = make.Once(8) ? ["{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}"] : Array.Empty<string>();
        return $"[{string.Join(',', own.Concat(service))}]";
    }

    private string Choice(List<string> tools)
    {
        var type = make.One("auto", "any", "none", "tool");
        return make.Object(
            Member("type", $"\"{type}\""),
            type == "tool" ? Member("name", $"\"{make.One([.. tools])}\"") : null,
            type == "none" ? null : make.Maybe(3, "disable_parallel_tool_use", make.Bool));
    }

    private string Thinking() => make.One(
        "{\"type\":\"disabled\"}",
        $"{{\"type\":\"enabled\",\"budget_tokens\":{make.One("1024", "8192", "20000")}}}",
        "{\"type\":\"adaptive\"}",
        "{\"type\":\"adaptive\",\"display\":\"omitted\"}",
        "{\"type\":\"between_tools\"}");

    private string Format() => make.One($"{{\"type\":\"json_schema\",\"schema\":{make.Schema()}}}", "{\"type\":\"novel\"}");
}
