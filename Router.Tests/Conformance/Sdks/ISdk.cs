// An official client for .NET, pointed at any address.
namespace Router.Tests.Conformance.Sdks;

internal interface ISdk
{
    /// <summary>Asks for an answer and reads it as a program would; never throws for what the answer is.</summary>
    /// <param name="model">The name to ask for.</param>
    /// <param name="stream">Whether to ask for a stream.</param>
    Task<SdkReading> ReadAsync(Uri address, string token, string model, bool stream, CancellationToken cancellation);
}
