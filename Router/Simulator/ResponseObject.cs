// Writes the response object of the Responses dialect and its items.
using System.Text.Json;

namespace Router.Simulator;

internal sealed class ResponseObject(Script script)
{
    private static readonly string[] FunctionMembers = ["description", "parameters", "strict"];

    /// <summary>The status of the finished answer.</summary>
    internal string FinalStatus => script.End is ScriptEnd.Length or ScriptEnd.Filter ? "incomplete" : "completed";

    internal string ItemId(int index) => Prefix(script.Parts[index]) + script.Seed + index;

    internal void Write(Utf8JsonWriter json, string status, bool withOutput) => Write(json, status, withOutput, null);

    internal void WriteFailed(Utf8JsonWriter json, SimulatedError error) => Write(json, "failed", false, error);

    /// <param name="json">Where it goes.</param>
    /// <param name="index">Which part of the script.</param>
    /// <param name="isWhole">With its content; else as it is announced.</param>
    internal void WriteItem(Utf8JsonWriter json, int index, bool isWhole)
    {
        var part = script.Parts[index];
        json.WriteStartObject();
        json.WriteString("id", ItemId(index));
        switch (part)
        {
            case ScriptPart.Reasoning reasoning:
                json.WriteString("type", "reasoning");
                WriteReasoning(json, reasoning, isWhole);
                break;
            case ScriptPart.ToolCall call:
                var isCustom = call.Tool.Kind == ToolKind.Custom;
                json.WriteString("type", isCustom ? "custom_tool_call" : "function_call");
                if (!isCustom)
                {
                    json.WriteString("status", isWhole ? "completed" : "in_progress");
                }

                json.WriteString("call_id", call.Id);
                json.WriteString("name", call.Tool.Name);
                if (call.Tool.Namespace is { } space)
                {
                    json.WriteString("namespace", space);
                }

                json.WriteString(isCustom ? "input" : "arguments", isWhole ? call.Arguments : "");
                break;
            case ScriptPart.Text or ScriptPart.Refusal:
                json.WriteString("type", "message");
                json.WriteString("status", isWhole ? FinalStatus : "in_progress");
                json.WriteString("role", "assistant");
                json.WriteStartArray("content");
                if (isWhole)
                {
                    WriteContentPart(json, part, isWhole: true);
                }

                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    internal static void WriteContentPart(Utf8JsonWriter json, ScriptPart part, bool isWhole)
    {
        json.WriteStartObject();
        if (part is ScriptPart.Refusal refusal)
        {
            json.WriteString("type", "refusal");
            json.WriteString("refusal", isWhole ? refusal.Value : "");
        }
        else
        {
            json.WriteString("type", "output_text");
            json.WriteString("text", isWhole ? ((ScriptPart.Text)part).Value : "");
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    internal static void WriteSummaryPart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "summary_text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter json, ScriptPart.Reasoning reasoning, bool isWhole)
    {
        json.WriteStartArray("summary");
        if (isWhole && reasoning.Shown.Length > 0)
        {
            WriteSummaryPart(json, reasoning.Shown);
        }

        json.WriteEndArray();
        if (reasoning.Encrypted is { } encrypted)
        {
            json.WriteString("encrypted_content", encrypted);
        }
    }

    private static string Prefix(ScriptPart part) => part switch
    {
        ScriptPart.Reasoning => "rs_",
        ScriptPart.ToolCall { Tool.Kind: ToolKind.Custom } => "ctc_",
        ScriptPart.ToolCall => "fc_",
        _ => "msg_",
    };

    private void Write(Utf8JsonWriter json, string status, bool withOutput, SimulatedError? error)
    {
        var body = script.Request.Body;
        json.WriteStartObject();
        json.WriteString("id", "resp_" + script.Seed);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", script.Created);
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        WriteCompletedAt(json, status);
        WriteError(json, error);
        WriteIncomplete(json, status);
        json.Echo("frequency_penalty", body, value => value.WriteNumberValue(0));
        json.Echo("instructions", body, Null);
        json.Echo("max_output_tokens", body, Null);
        json.Echo("max_tool_calls", body, Null);
        json.WriteString("model", script.Request.Model);
        json.WriteStartArray("output");
        for (var index = 0; withOutput && index < script.Parts.Count; index++)
        {
            WriteItem(json, index, isWhole: true);
        }

        json.WriteEndArray();
        json.Echo("parallel_tool_calls", body, value => value.WriteBooleanValue(true));
        json.Echo("presence_penalty", body, value => value.WriteNumberValue(0));
        json.Echo("previous_response_id", body, Null);
        json.Echo("prompt_cache_key", body, Null);
        json.Echo("reasoning", body, value => value.WriteRawValue("""{"effort":null,"summary":null}"""));
        json.Echo("safety_identifier", body, Null);
        json.WriteString("service_tier", "default");
        json.Echo("store", body, value => value.WriteBooleanValue(true));
        json.Echo("temperature", body, value => value.WriteNumberValue(1));
        json.Echo("text", body, value => value.WriteRawValue("""{"format":{"type":"text"},"verbosity":"medium"}"""));
        json.Echo("tool_choice", body, value => value.WriteStringValue("auto"));
        WriteTools(json, body);
        json.Echo("top_logprobs", body, value => value.WriteNumberValue(0));
        json.Echo("top_p", body, value => value.WriteNumberValue(1));
        json.Echo("truncation", body, value => value.WriteStringValue("disabled"));
        json.WritePropertyName("usage");
        WriteUsage(json, withOutput);
        json.Echo("user", body, Null);
        json.Echo("metadata", body, value => value.WriteRawValue("{}"));
        json.WriteEndObject();
    }

    /// <summary>As they were sent, and with what the dialect requires of a function in an answer.</summary>
    private static void WriteTools(Utf8JsonWriter json, JsonElement body)
    {
        json.WriteStartArray("tools");
        foreach (var tool in body.Member("tools").Items())
        {
            if (tool.MemberText("type") != "function")
            {
                tool.WriteTo(json);
                continue;
            }

            json.WriteStartObject();
            foreach (var member in tool.EnumerateObject().Where(member => !FunctionMembers.Contains(member.Name)))
            {
                member.WriteTo(json);
            }

            json.Echo("description", tool, Null);
            json.Echo("parameters", tool, Null);
            json.Echo("strict", tool, value => value.WriteBooleanValue(true));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Null(Utf8JsonWriter json) => json.WriteNullValue();

    private void WriteCompletedAt(Utf8JsonWriter json, string status)
    {
        json.WritePropertyName("completed_at");
        if (status == "completed")
        {
            json.WriteNumberValue(script.Created);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteError(Utf8JsonWriter json, SimulatedError? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("code", error.Code ?? "server_error");
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    }

    private void WriteIncomplete(Utf8JsonWriter json, string status)
    {
        if (status != "incomplete")
        {
            json.WriteNull("incomplete_details");
            return;
        }

        json.WriteStartObject("incomplete_details");
        json.WriteString("reason", script.End == ScriptEnd.Filter ? "content_filter" : "max_output_tokens");
        json.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter json, bool isFinal)
    {
        if (!isFinal || script.Usage.IsEmpty)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("input_tokens", script.InputTokens);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", script.CacheRead);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", script.OutputTokens);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", script.ReasoningTokens);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", script.InputTokens + script.OutputTokens);
        json.WriteEndObject();
    }
}
