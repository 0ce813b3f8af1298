// Makes up requests of Responses.
using static Router.Tests.Laws.JsonMaker;

namespace Router.Tests.Laws;

/// <inheritdoc cref="ChatRequestMaker"/>
internal sealed class ResponsesRequestMaker(JsonMaker make)
{
    private const string Png = "\"data:image/png;base64,iVBORw0KGgo=\"";
    private const string Pdf = "\"data:application/pdf;base64,JVBERi0=\"";

    /// <summary>The request's body.</summary>
    public string Body()
    {
        var tools = Enumerable.Range(0, make.Once(2) ? 0 : make.Number(1, 3))
            .Select(_ => (Name: make.Word(), IsCustom: make.Once(4), Space: make.Once(5) ? make.Word() : null)).ToList();
        return make.Object(
            Member("model", "\"group\""),
            make.Maybe(2, "instructions", make.Text),
            Member("input", make.Once(4) ? make.Text() : Input(tools)),
            tools.Count == 0 ? null : Member("tools", Tools(tools)),
            tools.Count == 0 ? null : make.Maybe(2, "tool_choice", () => Choice(tools)),
            make.Maybe(5, "parallel_tool_calls", make.Bool),
            make.Maybe(5, "temperature", () => make.Fraction(2)),
            make.Maybe(6, "top_p", () => make.Fraction(1)),
            make.Maybe(10, "top_logprobs", () => make.One("0", "5")),
            make.Maybe(4, "max_output_tokens", () => make.One("16", "1000", "64000")),
            make.Maybe(4, "text", () => make.Object(Member("format", Format(), make.Once(3)), make.Maybe(3, "verbosity", () => make.OneOf("low", "medium", "high")))),
            make.Maybe(4, "reasoning", Reasoning),
            make.Maybe(6, "include", () => make.List(0, 3, () => make.OneOf("reasoning.encrypted_content", "message.output_text.logprobs", "file_search_call.results"))),
            make.Maybe(4, make.One("user", "safety_identifier"), make.Name),
            make.Maybe(8, "metadata", () => make.Object(Member(make.Word(), make.Text()))),
            make.Maybe(8, "service_tier", () => make.OneOf("auto", "default", "flex", "scale", "priority", "novel")),
            make.Maybe(6, "store", make.Bool),
            make.Maybe(12, "truncation", () => make.OneOf("auto", "disabled")),
            make.Maybe(12, "max_tool_calls", () => "3"),
            make.Maybe(12, "prompt_cache_key", make.Name),
            make.Maybe(16, "previous_response_id", make.Name),
            make.Maybe(16, "background", make.Bool),
            make.Maybe(16, "client_metadata", () => make.Raw()),
            make.Maybe(16, "moderation", () => make.Raw()),
            make.Maybe(16, "context_management", () => make.One("[]", "[{\"type\":\"compaction\"}]")),
            make.Maybe(2, "stream", make.Bool));
    }

    private string Input(List<(string Name, bool IsCustom, string? Space)> tools)
    {
        var items = new List<string>();
        for (var left = make.Number(0, 1); left > 0; left--)
        {
            items.Add(Message(make.One("system", "developer"), Texts()));
        }

        for (var left = make.Number(1, 4); left > 0; left--)
        {
            items.Add(make.Once(12) ? Message("developer", Texts()) : Message("user", Content()));
            if (make.Once(2))
            {
                Answer(items, tools);
            }
        }

        return $"[{string.Join(',', items)}]";
    }

    private string Message(string role, string content) => make.Object(
        Member("type", "\"message\"", make.Once(3)), Member("role", $"\"{role}\""), Member("content", content));

    private void Answer(List<string> items, List<(string Name, bool IsCustom, string? Space)> tools)
    {
        if (make.Once(3))
        {
            items.Add(make.Object(
                Member("type", "\"reasoning\""),
                Member("id", "\"rs_1\""),
                Member("summary", make.List(0, 2, () => make.Object(Member("type", "\"summary_text\""), Member("text", make.Text())))),
                make.Maybe(2, "encrypted_content", make.Name)));
        }

        if (make.Once(2))
        {
            items.Add(make.Object(
                Member("type", "\"message\""),
                Member("role", "\"assistant\""),
                Member("content", make.List(1, 2, Said)),
                make.Maybe(3, "id", () => "\"msg_1\""),
                make.Maybe(3, "status", () => "\"completed\""),
                make.Maybe(8, "phase", () => make.OneOf("commentary", "final_answer"))));
        }

        var calls = tools.Count == 0 ? [] : Enumerable.Range(0, make.Number(0, 3)).Select(_ => (Id: $"call_{make.Word()}", Tool: make.One([.. tools]))).ToList();
        items.AddRange(calls.Select(call => make.Object(
            Member("type", call.Tool.IsCustom ? "\"custom_tool_call\"" : "\"function_call\""),
            Member("call_id", $"\"{call.Id}\""),
            make.Maybe(3, "id", () => "\"fc_1\""),
            Member("name", $"\"{call.Tool.Name}\""),
            call.Tool.Space is null ? null : Member("namespace", $"\"{call.Tool.Space}\""),
            call.Tool.IsCustom ? Member("input", make.Text()) : Member("arguments", make.Once(12) ? make.Text() : Quoted(make.Raw())))));
        items.AddRange(calls.Select(call => make.Object(
            Member("type", call.Tool.IsCustom ? "\"custom_tool_call_output\"" : "\"function_call_output\""),
            Member("call_id", $"\"{call.Id}\""),
            Member("output", make.Once(2) ? make.Text() : make.List(1, 2, Part)))));
    }

    private string Said() => make.Once(6)
        ? make.Object(Member("type", "\"refusal\""), Member("refusal", make.Text()))
        : make.Object(Member("type", "\"output_text\""), Member("text", make.Text()), make.Maybe(2, "annotations", () => make.One("[]", "[{\"type\":\"url_citation\",\"url\":\"https://e\",\"title\":\"t\",\"start_index\":0,\"end_index\":1}]")));

    private string Texts() => make.Once(2) ? make.Text() : make.List(1, 2, Text);

    private string Content() => make.Once(2) ? make.Text() : make.List(1, 3, Part);

    private string Text() => make.Object(Member("type", "\"input_text\""), Member("text", make.Text()), make.Maybe(12, "prompt_cache_breakpoint", () => "{\"mode\":\"explicit\"}"));

    private string Part() => make.Number(0, 9) switch
    {
        0 or 1 => make.Object(
            Member("type", "\"input_image\""),
            Member("image_url", make.One($"\"https://example.com/{make.Word()}.png\"", Png)),
            make.Maybe(2, "detail", () => make.OneOf("auto", "low", "high", "original"))),
        2 => make.Object(Member("type", "\"input_file\""), Member("filename", make.Name()), Member("file_data", Pdf)),
        3 => make.One(
            $"{{\"type\":\"input_file\",\"file_url\":\"https://example.com/{make.Word()}.pdf\"}}", "{\"type\":\"input_file\",\"file_id\":\"file-1\"}",
            "{\"type\":\"input_image\",\"file_id\":\"file-1\",\"detail\":\"auto\"}", "{\"type\":\"novel\",\"novel\":1}"),
        _ => Text(),
    };

    private string Tools(List<(string Name, bool IsCustom, string? Space)> tools)
    {
        var plain = tools.Where(tool => tool.Space is null).Select(tool => Tool(tool.Name, tool.IsCustom));
        var spaces = tools.Where(tool => tool.Space is not null).Select(tool => make.Object(
            Member("type", "\"namespace\""), Member("name", $"\"{tool.Space}\""), make.Maybe(2, "description", make.Text), Member("tools", $"[{Tool(tool.Name, tool.IsCustom)}]")));
        var service = make.Once(8) ? [make.One("{\"type\":\"web_search\"}", "{\"type\":\"file_search\",\"vector_store_ids\":[]}", "{\"type\":\"tool_search\"}")] : Array.Empty<string>();
        return $"[{string.Join(',', plain.Concat(spaces).Concat(service))}]";
    }

    private string Tool(string name, bool isCustom) => isCustom
        ? make.Object(
            Member("type", "\"custom\""),
            Member("name", $"\"{name}\""),
            make.Maybe(2, "description", make.Text),
            make.Maybe(2, "format", () => make.One("{\"type\":\"text\"}", $"{{\"type\":\"grammar\",\"syntax\":\"regex\",\"definition\":{make.Text()}}}")))
        : make.Object(
            Member("type", "\"function\""),
            Member("name", $"\"{name}\""),
            make.Maybe(2, "description", make.Text),
            Member("parameters", make.Schema(), make.Once(6)),
            make.Maybe(2, "strict", make.Bool),
            make.Maybe(12, "defer_loading", make.Bool));

    private string Choice(List<(string Name, bool IsCustom, string? Space)> tools)
    {
        var tool = make.One([.. tools]);
        var reference = $"{{\"type\":\"{(tool.IsCustom ? "custom" : "function")}\",\"name\":\"{tool.Name}\"}}";
        return make.One("\"none\"", "\"auto\"", "\"required\"", reference, $"{{\"type\":\"allowed_tools\",\"mode\":{make.OneOf("auto", "required")},\"tools\":[{reference}]}}");
    }

    private string Format() => make.Number(0, 3) switch
    {
        0 => "{\"type\":\"text\"}",
        1 => "{\"type\":\"json_object\"}",
        _ => make.Object(
            Member("type", "\"json_schema\""), Member("name", make.Name()), make.Maybe(3, "description", make.Text), Member("schema", make.Schema()), make.Maybe(3, "strict", make.Bool)),
    };

    private string Reasoning() => make.Object(
        make.Maybe(2, "effort", () => make.OneOf("none", "minimal", "low", "medium", "high", "xhigh", "max", "novel")),
        make.Maybe(2, "summary", () => make.OneOf("auto", "concise", "detailed")));
}
