// What a Responses answer repeats of its request: the caller's bytes, completed where the dialect requires more.
using System.Text;
using FluentAssertions;
using Router.Dialects;
using Router.Wire;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class ResponsesEchoTests
{
    [Theory]
    [InlineData(
        "tools",
        """[ {"type":"function", "name":"f"},{"type":"function","name":"g","description":"d","parameters":{ },"strict":true} ]""",
        """[{"type":"function", "name":"f","description":null,"parameters":null,"strict":null},{"type":"function","name":"g","description":"d","parameters":{ },"strict":true}]""")]
    [InlineData("tools", """[{"type":"web_search"}]""", """[{"type":"web_search"}]""")]
    [InlineData("tools", "[]", "[]")]
    [InlineData("tools", "7", "7")]
    [InlineData("reasoning", "{}", """{"effort":null,"summary":null}""")]
    [InlineData("reasoning", """{"summary":"auto"}""", """{"summary":"auto","effort":null}""")]
    [InlineData("reasoning", "[]", "[]")]
    [InlineData("metadata", """{ "a" : 1.0 }""", """{ "a" : 1.0 }""")]
    public void It_is_the_callers_bytes_and_what_an_answer_must_say(string name, string value, string expected)
    {
        using var tree = JsonTree.Of(Encoding.UTF8.GetBytes(value));
        Encoding.UTF8.GetString(ResponsesEcho.Of(name, new JsonView(tree, 0)).Span).Should().Be(expected);
    }
}
