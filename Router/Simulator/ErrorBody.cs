// Writes an error in the envelope of a dialect.
using System.Text.Json;
using Router.Inference;

namespace Router.Simulator;

internal static class ErrorBody
{
    /// <summary>The status the dialect's service would use.</summary>
    internal static int Status(Dialect dialect, SimulatedError error) =>
        error.Status == 529 && dialect != Dialect.AnthropicMessages ? 503 : error.Status;

    internal static void Write(Utf8JsonWriter json, Dialect dialect, SimulatedError error, string requestId)
    {
        json.WriteStartObject();
        if (dialect == Dialect.AnthropicMessages)
        {
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", MessagesType(error));
            json.WriteString("message", error.Message);
            json.WriteEndObject();
            json.WriteString("request_id", requestId);
        }
        else
        {
            json.WriteStartObject("error");
            json.WriteString("message", error.Message);
            json.WriteString("type", OpenAIType(error));
            json.WriteString("param", error.Param);
            json.WriteString("code", error.Code);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string OpenAIType(SimulatedError error) => error.Status switch
    {
        429 => error.Final ? "insufficient_quota" : "requests",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string MessagesType(SimulatedError error) => error.Status switch
    {
        401 => "authentication_error",
        404 => "not_found_error",
        429 => error.Final ? "billing_error" : "rate_limit_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
