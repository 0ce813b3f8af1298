// What an official client made of an answer.
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance.Sdks;

/// <param name="Answer">In the dialect-free form of expected.json; null when the client threw.</param>
/// <param name="Error">What it threw; null when it did not.</param>
/// <param name="Status">The HTTP status that the exception names; 0 when it names none.</param>
internal sealed record SdkReading(JsonObject? Answer, string? Error, int Status = 0)
{
    public override string ToString() => Answer?.ToJsonString() ?? Error!;
}
