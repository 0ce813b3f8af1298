// One signed file, taken apart and not yet believed.
namespace Router.Licensing;

/// <summary>What <see cref="EnvelopeReader"/> found; nothing here is checked against a key.</summary>
/// <param name="KeyId">The <c>kid</c> of the header.</param>
/// <param name="Signed">The bytes under the signature: the ASCII of <c>protected.payload</c> as it stands in the file.</param>
/// <param name="Signature">R and S, 64 bytes.</param>
/// <param name="Payload">The claims, decoded.</param>
internal sealed record LicenseEnvelope(string KeyId, byte[] Signed, byte[] Signature, byte[] Payload);
