// What an answer repeats of its request, with the members that the dialect requires there and a caller may leave out.
using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Router.Inference;

namespace Router.Dialects;

internal static class ResponsesEcho
{
    private static readonly ImmutableArray<string> OfReasoning = ["effort", "summary"];
    private static readonly ImmutableArray<string> OfFunctions = ["description", "parameters", "strict"];

    /// <summary>The caller's own bytes, but for the nulls that stand for what it did not say.</summary>
    /// <param name="name">The member of the request.</param>
    internal static RawJson Of(string name, JsonView value) => name switch
    {
        "reasoning" => Completed(value, OfReasoning),
        "tools" when value.IsArray => OfTools(value),
        _ => value.Json,
    };

    /// <summary>One of the tools.</summary>
    internal static RawJson OfTool(JsonView tool) => tool["type"u8].Is("function"u8) ? Completed(tool, OfFunctions) : tool.Json;

    private static RawJson OfTools(JsonView tools)
    {
        var output = new ArrayBufferWriter<byte>(tools.Json.Span.Length + 1);
        output.Write("["u8);
        foreach (var tool in tools.Items)
        {
            if (output.WrittenCount > 1)
            {
                output.Write(","u8);
            }

            output.Write(OfTool(tool).Span);
        }

        output.Write("]"u8);
        return new RawJson(output.WrittenMemory);
    }

    private static RawJson Completed(JsonView value, ImmutableArray<string> required)
    {
        var missing = required.Where(name => value[Encoding.ASCII.GetBytes(name)].Kind == JsonTokenType.None);
        if (!value.IsObject || !missing.Any())
        {
            return value.Json;
        }

        var raw = value.Json.Span;
        var output = new ArrayBufferWriter<byte>(raw.Length + 64);
        output.Write(raw[..^1]);
        var separator = value.Members.GetEnumerator().MoveNext() ? "," : "";
        output.Write(Encoding.ASCII.GetBytes(separator + string.Join(',', missing.Select(name => $"\"{name}\":null")) + "}"));
        return new RawJson(output.WrittenMemory);
    }
}
