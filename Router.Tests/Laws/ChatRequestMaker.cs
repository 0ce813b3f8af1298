// Makes up requests of Chat Completions.
using static Router.Tests.Laws.JsonMaker;

namespace Router.Tests.Laws;

/// <summary>Every member that the dialect has, at its default and not, in conversations whose calls and results belong together.</summary>
internal sealed class ChatRequestMaker(JsonMaker make)
{
    private const string Png = "\"data:image/png;base64,iVBORw0KGgo=\"";
    private const string Pdf = "\"data:application/pdf;base64,JVBERi0=\"";

    /// <summary>The request's body.</summary>
    public string Body()
    {
        var tools = Enumerable.Range(0, make.Once(2) ? 0 : make.Number(1, 3)).Select(_ => (Name: make.Word(), IsCustom: make.Once(4))).ToList();
        return make.Object(
            Member("model", "\"group\""),
            Member("messages", Messages(tools)),
            tools.Count == 0 ? null : Member("tools", $"[{string.Join(',', tools.Select(tool => Tool(tool.Name, tool.IsCustom)))}]"),
            tools.Count == 0 ? null : make.Maybe(2, "tool_choice", () => Choice(tools)),
            make.Maybe(5, "parallel_tool_calls", make.Bool),
            make.Maybe(5, "temperature", () => make.Fraction(2)),
            make.Maybe(6, "top_p", () => make.Fraction(1)),
            make.Maybe(12, "top_k", () => "40"),
            make.Maybe(8, "presence_penalty", () => make.One("0", "0.0", "1.5")),
            make.Maybe(8, "frequency_penalty", () => make.One("0", "-2")),
            make.Maybe(8, "seed", () => make.One("7", "-12345678901234567")),
            make.Maybe(6, "stop", () => make.Once(2) ? make.Text() : make.List(0, 5, make.Text)),
            make.Maybe(10, "n", () => make.One("1", "2")),
            make.Maybe(10, "logprobs", make.Bool),
            make.Maybe(10, "top_logprobs", () => make.One("0", "5")),
            make.Maybe(10, "logit_bias", () => make.One("{}", "{\"50256\":-100}")),
            make.Maybe(4, "max_completion_tokens", () => make.One("1", "1000", "64000")),
            make.Maybe(8, "max_tokens", () => "300"),
            make.Maybe(5, "reasoning_effort", () => make.OneOf("none", "minimal", "low", "medium", "high", "xhigh", "max", "novel")),
            make.Maybe(5, "response_format", Format),
            make.Maybe(8, "verbosity", () => make.OneOf("low", "medium", "high")),
            make.Maybe(4, make.One("user", "safety_identifier"), make.Name),
            make.Maybe(8, "metadata", () => make.Object(Member(make.Word(), make.Text()))),
            make.Maybe(8, "service_tier", () => make.OneOf("auto", "default", "flex", "scale", "priority", "novel")),
            make.Maybe(8, "store", make.Bool),
            make.Maybe(12, "prompt_cache_key", make.Name),
            make.Maybe(12, "prediction", () => make.Object(Member("type", "\"content\""), Member("content", make.Text()))),
            make.Maybe(16, "modalities", () => make.One("[\"text\"]", "[\"text\",\"audio\"]")),
            make.Maybe(16, "moderation", () => make.Raw()),
            make.Maybe(16, "web_search_options", () => "{}"),
            make.Maybe(2, "stream", make.Bool),
            make.Maybe(4, "stream_options", () => make.Object(Member("include_usage", make.Bool()), make.Maybe(3, "include_obfuscation", make.Bool))));
    }

    private string Messages(List<(string Name, bool IsCustom)> tools)
    {
        var messages = new List<string>();
        for (var left = make.Number(0, 2); left > 0; left--)
        {
            messages.Add(Message(make.One("system", "developer"), Texts()));
        }

        for (var left = make.Number(1, 4); left > 0; left--)
        {
            messages.Add(make.Once(12) ? Message("system", Texts()) : Message("user", Content()));
            if (make.Once(2))
            {
                Answer(messages, tools);
            }
        }

        return $"[{string.Join(',', messages)}]";
    }

    private string Message(string role, string content) =>
        make.Object(Member("role", $"\"{role}\""), Member("content", content), make.Maybe(10, "name", make.Name));

    private void Answer(List<string> messages, List<(string Name, bool IsCustom)> tools)
    {
        var calls = tools.Count == 0 ? [] : Enumerable.Range(0, make.Number(0, 3)).Select(_ => (Id: $"call_{make.Word()}", Tool: make.One([.. tools]))).ToList();
        messages.Add(make.Object(
            Member("role", "\"assistant\""),
            Member("content", calls.Count > 0 && make.Once(2) ? "null" : make.Once(4) ? $"[{Text()}]" : make.Text()),
            make.Maybe(8, "refusal", () => make.Once(2) ? "null" : make.Text()),
            make.Maybe(8, "reasoning_content", make.Text),
            make.Maybe(10, "annotations", () => make.Once(2) ? "[]" : $"[{{\"type\":\"url_citation\",\"url_citation\":{{\"url\":{make.Text()},\"title\":\"t\",\"start_index\":0,\"end_index\":1}}}}]"),
            calls.Count == 0 ? null : Member("tool_calls", $"[{string.Join(',', calls.Select(call => Call(call.Id, call.Tool.Name, call.Tool.IsCustom)))}]")));
        messages.AddRange(calls.Select(call => make.Object(
            Member("role", "\"tool\""), Member("tool_call_id", $"\"{call.Id}\""), Member("content", Texts()))));
    }

    private string Call(string id, string name, bool isCustom) => isCustom
        ? make.Object(Member("id", $"\"{id}\""), Member("type", "\"custom\""), Member("custom", make.Object(Member("name", $"\"{name}\""), Member("input", make.Text()))))
        : make.Object(Member("id", $"\"{id}\""), Member("type", "\"function\""), Member("function", make.Object(Member("name", $"\"{name}\""), Member("arguments", Arguments()))));

    private string Arguments() => make.Once(12) ? "\"\"" : make.Once(12) ? make.Text() : Quoted(make.Raw());

    private string Texts() => make.Once(2) ? make.Text() : make.List(1, 2, Text);

    private string Content() => make.Once(2) ? make.Text() : make.List(1, 3, Part);

    private string Text() => make.Object(Member("type", "\"text\""), Member("text", make.Text()), make.Maybe(12, "prompt_cache_breakpoint", () => "{\"mode\":\"explicit\"}"));

    private string Part() => make.Number(0, 9) switch
    {
        0 or 1 => Image(),
        2 => make.Object(Member("type", "\"file\""), Member("file", make.Object(Member("file_data", Pdf), Member("filename", make.Name())))),
        3 => make.One(
            "{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}", "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"wav\"}}", "{\"type\":\"novel\",\"novel\":1}",
            "{\"type\":\"file\",\"file\":{\"file_data\":\"data:text/plain;base64,SGk=\"}}"),
        _ => Text(),
    };

    private string Image() => make.Object(
        Member("type", "\"image_url\""),
        Member("image_url", make.Object(
            Member("url", make.One($"\"https://example.com/{make.Word()}.png\"", Png, "\"data:image/tiff;base64,AAAA\"")),
            make.Maybe(3, "detail", () => make.OneOf("auto", "low", "high")))));

    private string Tool(string name, bool isCustom) => isCustom
        ? make.Object(Member("type", "\"custom\""), Member("custom", make.Object(
            Member("name", $"\"{name}\""),
            make.Maybe(2, "description", make.Text),
            make.Maybe(2, "format", () => make.One("{\"type\":\"text\"}", $"{{\"type\":\"grammar\",\"grammar\":{{\"syntax\":\"lark\",\"definition\":{make.Text()}}}}}")))))
        : make.Object(Member("type", "\"function\""), Member("function", make.Object(
            Member("name", $"\"{name}\""),
            make.Maybe(2, "description", make.Text),
            Member("parameters", make.Schema(), make.Once(6)),
            make.Maybe(4, "strict", make.Bool))));

    private string Choice(List<(string Name, bool IsCustom)> tools)
    {
        var tool = make.One([.. tools]);
        var reference = tool.IsCustom
            ? $"{{\"type\":\"custom\",\"custom\":{{\"name\":\"{tool.Name}\"}}}}"
            : $"{{\"type\":\"function\",\"function\":{{\"name\":\"{tool.Name}\"}}}}";
        return make.One(
            "\"none\"", "\"auto\"", "\"required\"", reference,
            $"{{\"type\":\"allowed_tools\",\"allowed_tools\":{{\"mode\":{make.OneOf("auto", "required")},\"tools\":[{reference}]}}}}");
    }

    private string Format() => make.Number(0, 3) switch
    {
        0 => "{\"type\":\"text\"}",
        1 => "{\"type\":\"json_object\"}",
        _ => make.Object(Member("type", "\"json_schema\""), Member("json_schema", make.Object(
            Member("name", make.Name()), make.Maybe(3, "description", make.Text), Member("schema", make.Schema()), make.Maybe(3, "strict", make.Bool)))),
    };
}
