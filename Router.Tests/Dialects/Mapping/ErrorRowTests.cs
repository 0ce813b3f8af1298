// Mapping 5.1: errors before the answer began, row by row.
using System.Buffers;
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Inference;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class ErrorRowTests
{
    /// <summary>What the provider says of the request itself is for the caller to read, under the status it came with.</summary>
    [Theory]
    [InlineData("400", 400, "{\"error\":{\"message\":\"Bad value.\",\"param\":\"top_p\",\"code\":\"out_of_range\"}}", "invalid_request_error out_of_range top_p", "invalid_request_error", "Bad value.")]
    [InlineData("400, input too long", 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}", "invalid_request_error context_length_exceeded ", "invalid_request_error", "prompt is too long: 9 tokens > 8 maximum")]
    [InlineData("400, input too long, llama.cpp", 400, "{\"error\":{\"code\":400,\"message\":\"request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":5000,\"n_ctx\":4096}}", "invalid_request_error context_length_exceeded ", "invalid_request_error", "request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it", "prompt is too long: 5000 tokens > 4096 maximum")]
    [InlineData("400, input too long, Gemini", 400, "[{\"error\":{\"code\":400,\"message\":\"The input token count (9) exceeds the maximum number of tokens allowed (8).\",\"status\":\"INVALID_ARGUMENT\"}}]", "invalid_request_error context_length_exceeded ", "invalid_request_error", "The input token count (9) exceeds the maximum number of tokens allowed (8).", "prompt is too long: The input token count (9) exceeds the maximum number of tokens allowed (8).")]
    [InlineData("400, input too long, Kimi", 400, "{\"error\":{\"message\":\"Invalid request: Your request exceeded model token limit: 8 (requested: 9)\",\"type\":\"invalid_request_error\"}}", "invalid_request_error context_length_exceeded ", "invalid_request_error", "Invalid request: Your request exceeded model token limit: 8 (requested: 9)", "prompt is too long: Invalid request: Your request exceeded model token limit: 8 (requested: 9)")]
    [InlineData("400, input too long, xAI", 400, "{\"code\":\"Client specified an invalid argument\",\"error\":\"This model's maximum prompt length is 8 but the request contains 9 tokens.\"}", "invalid_request_error context_length_exceeded ", "invalid_request_error", "This model's maximum prompt length is 8 but the request contains 9 tokens.", "prompt is too long: This model's maximum prompt length is 8 but the request contains 9 tokens.")]
    [InlineData("400, blocked by a filter", 400, "{\"error\":{\"message\":\"Blocked.\",\"code\":\"content_filter\"}}", "invalid_request_error content_filter ", "invalid_request_error", "Blocked.")]
    [InlineData("400, blocked by a filter", 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Output blocked by content filtering policy\"}}", "invalid_request_error content_filter ", "invalid_request_error", "Output blocked by content filtering policy")]
    [InlineData("404", 404, "{\"error\":{\"message\":\"No such model.\"}}", "invalid_request_error model_not_found ", "not_found_error", "No such model.")]
    [InlineData("404 of responses, as 400", 400, "{\"error\":{\"message\":\"No such model.\",\"code\":\"model_not_found\"}}", "invalid_request_error model_not_found ", "invalid_request_error", "No such model.")]
    [InlineData("413", 413, "{\"error\":{\"message\":\"Too large.\"}}", "invalid_request_error  ", "request_too_large", "Too large.")]
    public void An_error_that_is_about_the_request_keeps_its_words(string row, int status, string body, string openAI, string messages, string message, string? inMessages = null)
    {
        var facts = UpstreamErrorReader.Read(status, Encoding.UTF8.GetBytes(body));

        Seen(Dialect.OpenAIChat).Should().Be($"{openAI}: {message}", row);
        Seen(Dialect.OpenAIResponses).Should().Be($"{openAI}: {message}", row);
        Seen(Dialect.AnthropicMessages).Should().Be($"{messages}: {inMessages ?? message}", row);

        string Seen(Dialect caller) => SeenBy(caller, output => ForwardedError.Write(output, caller, status, facts, "req_1"));
    }

    [Theory]
    [InlineData("This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.", "prompt is too long: 9000 tokens > 8192 maximum")]
    [InlineData("This model's maximum context length is 128,000 tokens. However, you requested 130,500 tokens.", "prompt is too long: 130500 tokens > 128000 maximum")]
    [InlineData("The maximum context length is 1.5 tokens, not 2 tokens or 1234567890123456 tokens.", "prompt is too long: The maximum context length is 1.5 tokens, not 2 tokens or 1234567890123456 tokens.")]
    public void A_text_that_is_too_long_is_told_in_the_words_that_clients_of_Messages_match(string said, string told) =>
        ContextLength.InMessagesWords(said).Should().Be(told);

    /// <summary>What is the router's or the provider's trouble is told in the router's own words, under a status that callers act on rightly.</summary>
    [Theory]
    [InlineData("401", 401, "no key", 502, "server_error  ", "api_error", "[upstream_auth_failed] ")]
    [InlineData("400, Gemini's word for 401", 400, "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\"}}]", 502, "server_error  ", "api_error", "[upstream_auth_failed] ")]
    [InlineData("400, xAI's word for 401", 400, "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xa***ng.\"}", 502, "server_error  ", "api_error", "[upstream_auth_failed] ")]
    [InlineData("402", 402, "no money", 429, "insufficient_quota insufficient_quota ", "billing_error", "[upstream_quota] ")]
    [InlineData("403", 403, "no right", 502, "server_error  ", "api_error", "[upstream_auth_failed] ")]
    [InlineData("408", 408, "late", 504, "server_error timeout ", "timeout_error", "[upstream_timeout] ")]
    [InlineData("504", 504, "late", 504, "server_error timeout ", "timeout_error", "[upstream_timeout] ")]
    [InlineData("429", 429, "slow down", 503, "server_error  ", "rate_limit_error", "[upstream_rate_limited] ")]
    [InlineData("429, insufficient_quota", 429, "{\"error\":{\"message\":\"spent\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}", 429, "insufficient_quota insufficient_quota ", "billing_error", "[upstream_quota] ")]
    [InlineData("500", 500, "broken", 502, "server_error  ", "api_error", "[upstream_failed] ")]
    [InlineData("502", 502, "<html><title>Bad Gateway</title></html>", 502, "server_error  ", "api_error", "[upstream_failed] ")]
    [InlineData("503", 503, "", 503, "server_error  ", "overloaded_error", "[upstream_capacity] ")]
    [InlineData("529", 529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", 503, "server_error  ", "overloaded_error", "[upstream_capacity] ")]
    public void An_error_that_is_not_about_the_request_is_the_routers_own(
        string row, int status, string body, int told, string openAI, string messages, string begins)
    {
        using var answer = new HttpResponseMessage();
        var facts = UpstreamErrorReader.Read(status, Encoding.UTF8.GetBytes(body));
        var error = Failures.OfStatus(status, answer.Headers, facts, new ManualTimeProvider()).Error;

        error.Code.Status.Should().Be(told, row);
        Seen(Dialect.OpenAIChat).Should().StartWith($"{openAI}: {begins}", row);
        Seen(Dialect.OpenAIResponses).Should().StartWith($"{openAI}: {begins}", row);
        Seen(Dialect.AnthropicMessages).Should().StartWith($"{messages}: {begins}", row);

        string Seen(Dialect caller) => SeenBy(caller, output => ErrorEnvelope.Write(caller, output, error, "req_1"));
    }

    /// <summary>An answer that is an error, but came as 200: in its body, or in a stream before any content.</summary>
    [Theory]
    [InlineData("overloaded_error", null, "upstream_capacity")]
    [InlineData(null, "server_is_overloaded", "upstream_capacity")]
    [InlineData("rate_limit_error", null, "upstream_rate_limited")]
    [InlineData("requests", "rate_limit_exceeded", "upstream_rate_limited")]
    [InlineData("billing_error", null, "upstream_quota")]
    [InlineData("insufficient_quota", "insufficient_quota", "upstream_quota")]
    [InlineData("api_error", null, "upstream_failed")]
    public void An_error_in_a_200_is_told_by_what_it_says(string? type, string? code, string expected) =>
        Failures.OfInStreamError(new UpstreamErrorFacts("It says so.", type, code)).Error.Code.Name.Should().Be(expected);

    /// <summary>Type, code and param, and the message; all members that the envelope must have are there.</summary>
    private static string SeenBy(Dialect caller, Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        using var document = System.Text.Json.JsonDocument.Parse(output.WrittenMemory);
        var error = document.RootElement.GetProperty("error");
        if (caller == Dialect.AnthropicMessages)
        {
            document.RootElement.GetProperty("type").GetString().Should().Be("error");
            document.RootElement.GetProperty("request_id").GetString().Should().Be("req_1");
            return $"{error.GetProperty("type")}: {error.GetProperty("message")}";
        }

        return $"{error.GetProperty("type")} {error.GetProperty("code")} {error.GetProperty("param")}: {error.GetProperty("message")}";
    }
}
