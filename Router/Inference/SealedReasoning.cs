// Reasoning that came back from a caller and verified.
namespace Router.Inference;

/// <param name="Origin">Who made it, and alone may have it.</param>
/// <param name="Payload">
/// The maker's own JSON, byte for byte: one or more content blocks (Messages) or items (Responses) with commas between, ready to stand
/// in an array; for Chat one object with the members that go back into the message.
/// </param>
internal sealed record SealedReasoning(ReasoningOrigin Origin, ReadOnlyMemory<byte> Payload);
