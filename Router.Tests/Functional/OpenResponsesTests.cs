// What an Open Responses server without state must do over HTTP: on targets that speak Responses, and on those that do not.
using FluentAssertions;
using Router.Tests.Conformance.OpenResponses;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class OpenResponsesTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var dialect in new[] { "openai-responses", "openai-chat", "anthropic-messages" })
            {
                foreach (var @case in OpenResponsesCase.All)
                {
                    cases.Add(dialect, @case.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_request_of_the_compliance_tests_is_carried_out(string dialect, string name)
    {
        await using var router = await RunningRouter.StartAsync(RouterConfigText.InDialect(dialect, "simulator", "chat"));
        var @case = OpenResponsesCase.Of(name);
        using var caller = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var patience = new CancellationTokenSource(Patience.Limit);

        var answer = await OpenResponsesAnswer.AskAsync(caller, router.Host.Address, RouterProcess.CallerToken, "chat", @case, patience.Token);

        @case.Fault(answer).Should().BeNull();
        (await router.RowAsync()).Text("outcome").Should().Be("completed");
    }
}
