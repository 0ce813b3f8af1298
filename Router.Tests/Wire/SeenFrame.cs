// A frame copied out of the framer's buffer, as text of one character a byte.
namespace Router.Tests.Wire;

internal sealed record SeenFrame(string Raw, string Data, string EventName, bool HasData, bool IsComplete);
