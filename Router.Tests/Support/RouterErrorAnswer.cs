// Reads an error of the router as a client does, and holds it to the envelope of its dialect.
using System.Text.Json;
using FluentAssertions;

namespace Router.Tests.Support;

/// <param name="Message">Without the code in brackets.</param>
internal sealed record RouterErrorAnswer(int Status, string Code, string Message, string Type, string? OpenAICode, string? Param, string RequestId)
{
    /// <summary>The envelope of Chat Completions and Responses; fails when anything of it is missing or too much.</summary>
    public static async Task<RouterErrorAnswer> OfOpenAIAsync(HttpResponseMessage answer)
    {
        var (code, id) = Headers(answer);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        json.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("error");
        var error = json.RootElement.GetProperty("error");
        error.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("message", "type", "param", "code");
        return new RouterErrorAnswer(
            (int)answer.StatusCode,
            code,
            Detail(error, code),
            error.GetProperty("type").GetString()!,
            error.GetProperty("code").GetString(),
            error.GetProperty("param").GetString(),
            id);
    }

    /// <summary>The envelope of Messages.</summary>
    public static async Task<RouterErrorAnswer> OfAnthropicAsync(HttpResponseMessage answer)
    {
        var (code, id) = Headers(answer);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        json.RootElement.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("type", "error", "request_id");
        json.RootElement.GetProperty("type").GetString().Should().Be("error");
        json.RootElement.GetProperty("request_id").GetString().Should().Be(id);
        answer.Headers.GetValues("request-id").Should().Equal(id);
        var error = json.RootElement.GetProperty("error");
        error.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("message", "type");
        return new RouterErrorAnswer((int)answer.StatusCode, code, Detail(error, code), error.GetProperty("type").GetString()!, null, null, id);
    }

    private static (string Code, string RequestId) Headers(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        answer.Headers.Contains("x-router-error").Should().BeTrue("the router made this error ({0})", (int)answer.StatusCode);
        var id = answer.Headers.GetValues("x-request-id").Should().ContainSingle().Which;
        id.Should().MatchRegex("^req_[0-9a-f]{32}$");
        return (answer.Headers.GetValues("x-router-error").Single(), id);
    }

    private static string Detail(JsonElement error, string code)
    {
        var message = error.GetProperty("message").GetString()!;
        message.Should().StartWith($"[{code}] ");
        return message[(code.Length + 3)..];
    }
}
