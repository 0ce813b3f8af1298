// Bodies of requests that would never end.
using FluentAssertions;
using Router.Relay;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Functional;

public sealed class EndlessBodyTests
{
    private static string Head(string headers) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {RouterProcess.CallerToken}\r\nconnection: close\r\n{headers}\r\n\r\n";

    [Fact]
    public async Task A_coded_body_that_decodes_to_nothing_is_bounded_by_its_bytes_on_the_wire()
    {
        await using var world = await UpstreamWorld.StartAsync(server: "max_request_bytes: 65536");
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);

        // A zlib head, then stored blocks of length 0.
        await caller.SendAsync(Head("content-encoding: deflate\r\ntransfer-encoding: chunked") + "2\r\n\u0078\u0001\r\n");
        var empty = string.Concat(Enumerable.Repeat("\u0000\u0000\u0000\u00ff\u00ff", 16_000));
        await caller.SendAsync($"{empty.Length:x}\r\n{empty}\r\n");

        (await caller.ReadUntilAsync("request_too_large")).Should().StartWith("HTTP/1.1 413");
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up_after_its_deadline()
    {
        await using var world = await UpstreamWorld.StartAsync();
        using var caller = await RawCaller.ConnectAsync(world.Router.Host.Address);
        await caller.SendAsync(Head("content-length: 500") + "{");
        await world.Clock.WhenArmedAsync(BodyReader.Deadline);

        world.Clock.Advance(BodyReader.Deadline);

        (await caller.ReadUntilAsync("[request_timeout]")).Should().StartWith("HTTP/1.1 408");
        var row = (await world.Router.RowsAsync(1)).Single();
        (row.Text("outcome"), row.Text("error_code"), row.Number("status")).Should().Be(("refused", "request_timeout", 408));
    }
}
