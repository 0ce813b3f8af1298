// The body of a request of a given size: a question, and before it as much of an agent's session as there is room for.
using System.Globalization;
using System.Text;
using Router.Inference;

namespace Router.Tests.Benchmarks;

/// <summary>
/// The same session in every dialect: tools, and turns in which the model reads a file. What it reads is like code, with escapes and now
/// and then a character beyond ASCII, for that is what a reader of JSON has to look at.
/// </summary>
internal static class RequestBody
{
    private const int Tools = 12;
    private const string Question = "What is the weather like in the capital today? ";
    private const string Schema = """{"type":"object","properties":{"path":{"type":"string","description":"The file, from the root of the project."},"from":{"type":"integer","description":"The first line.","minimum":1},"lines":{"type":"integer","description":"How many.","maximum":2000}},"required":["path"],"additionalProperties":false}""";

    private static readonly string FileText = string.Concat(
        Enumerable.Repeat("""    if (name == \"value\") { return \"text\"; } // as said above\n""", 15)) + "// caf\u00e9\\n";

    /// <summary>Exactly <see cref="BenchLoad.BodyBytes"/> bytes.</summary>
    public static byte[] Of(BenchLoad load)
    {
        var tools = string.Join(',', Enumerable.Range(0, Tools).Select(number => Tool(load.Client, number)));
        if (Length(Body(load, tools, "", "")) > load.BodyBytes)
        {
            tools = "";
        }

        var turns = new StringBuilder();
        var room = load.BodyBytes - Length(Body(load, tools, "", ""));
        for (var number = 0; tools.Length > 0 && Turn(load.Client, number) is var turn && Length(turn) <= room; number++)
        {
            turns.Append(turn);
            room -= Length(turn);
        }

        return room >= 0
            ? Encoding.UTF8.GetBytes(Body(load, tools, turns.ToString(), Filler(room)))
            : throw new ArgumentException($"a body in {load.Client} has at least {load.BodyBytes - room} bytes", nameof(load));
    }

    private static string Body(BenchLoad load, string tools, string turns, string question)
    {
        var (group, rules) = (load.Upstream.Short(), $"You are terse. {MockAnswerWords.Mark}{load.Answer.Word()}");
        var stream = load.Answer.IsStream() ? "true" : "false";
        return load.Client switch
        {
            Dialect.OpenAIChat => $$"""
                {"model":"{{group}}","messages":[{"role":"system","content":"{{rules}}"}{{turns}},{"role":"user","content":"{{question}}"}],"tools":[{{tools}}],"temperature":0.2,"max_completion_tokens":256,"stream":{{stream}}{{(load.Answer.IsStream() ? ",\"stream_options\":{\"include_usage\":true}" : "")}}}
                """,
            Dialect.OpenAIResponses => $$"""
                {"model":"{{group}}","instructions":"{{rules}}","input":[{"role":"user","content":[{"type":"input_text","text":"Hello"}]}{{turns}},{"role":"user","content":[{"type":"input_text","text":"{{question}}"}]}],"tools":[{{tools}}],"temperature":0.2,"max_output_tokens":256,"store":false,"stream":{{stream}}}
                """,
            Dialect.AnthropicMessages => $$"""
                {"model":"{{group}}","max_tokens":256,"system":"{{rules}}","messages":[{"role":"user","content":"Hello"}{{turns}},{"role":"user","content":[{"type":"text","text":"{{question}}"}]}],"tools":[{{tools}}],"temperature":0.2,"stream":{{stream}}}
                """,
        };
    }

    private static string Tool(Dialect dialect, int number)
    {
        var named = $"\"name\":\"read_file_{number}\",\"description\":\"Reads lines of a file of the project; a line longer than 2000 characters is cut.\"";
        return dialect switch
        {
            Dialect.OpenAIChat => $$$"""{"type":"function","function":{{{{named}}},"parameters":{{{Schema}}}}}""",
            Dialect.OpenAIResponses => $$"""{"type":"function",{{named}},"parameters":{{Schema}},"strict":false}""",
            Dialect.AnthropicMessages => $$$"""{{{{named}}},"input_schema":{{{Schema}}}}""",
        };
    }

    /// <summary>A call of a tool and what came of it, each behind a comma.</summary>
    private static string Turn(Dialect dialect, int number)
    {
        var id = number.ToString("call_0000", CultureInfo.InvariantCulture);
        return dialect switch
        {
            Dialect.OpenAIChat => $$$"""
                ,{"role":"assistant","content":null,"tool_calls":[{"id":"{{{id}}}","type":"function","function":{"name":"read_file_0","arguments":"{\"path\":\"src/a.cs\"}"}}]},{"role":"tool","tool_call_id":"{{{id}}}","content":"{{{FileText}}}"}
                """,
            Dialect.OpenAIResponses => $$"""
                ,{"type":"function_call","call_id":"{{id}}","name":"read_file_0","arguments":"{\"path\":\"src/a.cs\"}"},{"type":"function_call_output","call_id":"{{id}}","output":"{{FileText}}"}
                """,
            Dialect.AnthropicMessages => $$$"""
                ,{"role":"assistant","content":[{"type":"tool_use","id":"{{{id}}}","name":"read_file_0","input":{"path":"src/a.cs"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"{{{FileText}}}"}]}
                """,
        };
    }

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text);

    private static string Filler(int bytes) => string.Concat(Enumerable.Repeat(Question, bytes / Question.Length + 1))[..bytes];
}
