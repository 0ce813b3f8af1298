// Writes one answer in one dialect, whole or as a stream.
using System.Text.Json;

namespace Router.Simulator;

/// <summary>One instance writes one answer once.</summary>
internal interface IAnswerWriter : IDisposable
{
    void WriteBody(Utf8JsonWriter json);

    IEnumerable<Frame> Stream();

    /// <summary>The frames that end a stream with an error, at any point of <see cref="Stream"/>.</summary>
    IEnumerable<Frame> Failure(SimulatedError error, string requestId);
}
