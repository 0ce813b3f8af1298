// An error the simulator answers with, before it is put in a dialect's envelope.
namespace Router.Simulator;

/// <param name="Status">HTTP status.</param>
/// <param name="Message">Text for a person.</param>
/// <param name="Code">The specific code of the OpenAI envelopes, or null.</param>
/// <param name="Param">The field at fault, for the OpenAI envelopes.</param>
internal sealed record SimulatedError(int Status, string Message, string? Code = null, string? Param = null)
{
    /// <summary>Waiting does not help.</summary>
    internal bool Final { get; init; }

    /// <summary>The caller's request is wrong.</summary>
    internal static SimulatedError Bad(string message, string? param = null, string? code = null) => new(400, message, code, param);

    /// <summary>The error that ends a stream whose status is out already.</summary>
    internal static SimulatedError InStream { get; } =
        new(500, "The simulated provider had an error while it produced this answer.", "server_error");
}
