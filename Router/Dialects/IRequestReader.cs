// Reads a request of one dialect into the neutral model.
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// Pure; one instance serves all requests at once. How to write one:
/// <list type="bullet">
/// <item>Open the body with <see cref="RequestDocument.Read"/> and go through the members of each object once, telling them apart by name. Whatever
/// is not told apart is noted: <c>notes.Unread(LossRule.UnknownField, path)</c>. Nothing falls through.</item>
/// <item>A member at its default is as good as absent and leaves no trace (mapping 1, rule 3).</item>
/// <item>What another dialect could take, under whatever traits, goes into <see cref="InferenceRequest"/>, also when it is rare: the writer
/// knows the target and decides. What no other dialect could ever take is noted as unread with its own <see cref="LossRule"/>.</item>
/// <item>Text, numbers, schemas and arguments are slices of the body (<see cref="JsonView.Text"/>, <see cref="JsonView.Number"/>,
/// <see cref="JsonView.Json"/>). Only names, ids and words that are compared are decoded.</item>
/// <item>A member of the wrong type is <c>notes.Wrong(path, "must be …")</c>; read on, the first one is the answer. Only what this reader
/// relies on is checked; the rest is for the provider to say in its own words.</item>
/// <item>Reasoning that came back is opened with <see cref="RequestReading.Seal"/>; what does not open is a
/// <see cref="TurnPart.Reasoning"/> without a seal, which writers leave out and report.</item>
/// </list>
/// </summary>
internal interface IRequestReader
{
    /// <summary>The request; null with <paramref name="error"/> when its body is not what it must be.</summary>
    /// <param name="body">Checked by <c>JsonDocumentScan</c> before: UTF-8, JSON of bounded depth, top-level names that are unique.</param>
    /// <param name="reading">What the reader may use.</param>
    /// <param name="error">What is wrong with the body.</param>
    InferenceRequest? Read(ReadOnlyMemory<byte> body, RequestReading reading, out RouterError? error);
}
