// One event of a stream, ready to send.
namespace Router.Simulator;

/// <param name="Kind">Its place.</param>
/// <param name="Bytes">The whole SSE frame; good until the next frame is asked for.</param>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Bytes);
