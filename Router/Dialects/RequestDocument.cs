// Opens a request's body for the reader of its dialect.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

internal static class RequestDocument
{
    /// <summary>Reads the top level; null with an error when a member that must be understood is not what it must be, or when there are too many.</summary>
    /// <param name="body">Checked by <see cref="JsonDocumentScan"/>.</param>
    internal static InferenceRequest? Read(
        ReadOnlyMemory<byte> body, RequestReading reading, Func<JsonView, RequestReading, ReadingNotes, InferenceRequest> read, out RouterError? error)
    {
        var notes = new ReadingNotes();
        using var tree = JsonTree.Of(body);
        if (tree is null)
        {
            error = BodyFaults.Invalid($"The body holds more than {JsonTree.MostNodes} names and values, too many to be translated.");
            return null;
        }

        var request = read(new JsonView(tree, 0), reading, notes);
        error = notes.Error;
        return error is null ? request : null;
    }
}
