// The answers of the admin listener.
using System.Text.Json;

namespace Router.Admin;

/// <summary>Writes JSON answers and errors.</summary>
internal static class AdminAnswer
{
    /// <summary>One JSON object.</summary>
    internal static async Task JsonAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        var json = new Utf8JsonWriter(http.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
    }

    /// <summary><c>{"error": {"code", "message"}}</c>.</summary>
    internal static Task ErrorAsync(HttpContext http, int status, string code, string message)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        http.Response.Headers["x-router-error"] = code;
        return JsonAsync(http, status, json =>
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, code);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
        });
    }
}
