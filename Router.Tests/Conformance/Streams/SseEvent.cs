// One event of an event stream.
namespace Router.Tests.Conformance.Streams;

/// <param name="Name">The value of its last <c>event</c> line; null when it has none.</param>
/// <param name="Data">The values of its <c>data</c> lines, joined.</param>
/// <param name="Start">Where its first byte stands in the stream.</param>
/// <param name="End">Where the byte behind its blank line stands.</param>
internal sealed record SseEvent(string? Name, string Data, int Start, int End);
