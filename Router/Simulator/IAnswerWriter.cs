// Writes one answer in one dialect, whole or as a stream.
using System.Text.Json;

namespace Router.Simulator;

/// <summary>One instance writes one answer once.</summary>
internal interface IAnswerWriter : IDisposable
{
    void WriteBody(Utf8JsonWriter json);

    IEnumerable<Frame> Stream();

    /// <summary>The frames that end a stream with an error, instead of the frame of <see cref="Stream"/> that was asked for last.</summary>
    IEnumerable<Frame> Failure(SimulatedError error, string requestId);
}
