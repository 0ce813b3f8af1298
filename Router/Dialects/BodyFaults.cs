// Puts a fault of a request's body into words.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>The same refusals for every dialect; they name offsets and members, never what the caller wrote elsewhere.</summary>
internal static class BodyFaults
{
    internal static RouterError Of(in JsonFault fault, ReadOnlySpan<byte> body) => fault.Kind switch
    {
        JsonFaultKind.Empty => Invalid("The body is empty; a JSON object is wanted."),
        JsonFaultKind.NotUtf8 => Invalid($"The body is not UTF-8: invalid bytes at byte {fault.Offset}."),
        JsonFaultKind.TooDeep =>
            Invalid($"The body is nested deeper than {JsonDocumentScan.MaxDepth} levels at byte {fault.Offset}."),
        JsonFaultKind.NotAnObject => Invalid("The body is not a JSON object."),
        JsonFaultKind.DuplicateMember => Duplicate(fault, body),
        JsonFaultKind.None or JsonFaultKind.Malformed =>
            Invalid($"The body is not valid JSON: unexpected content or end at byte {fault.Offset}."),
    };

    /// <summary>A member that is there and not what it must be.</summary>
    internal static RouterError Invalid(string detail, string? param = null) =>
        new(ErrorCode.InvalidBody, detail) { Param = param };

    private static RouterError Duplicate(in JsonFault fault, ReadOnlySpan<byte> body)
    {
        var name = body.Slice(fault.Offset, fault.Length);
        if (!JsonText.IsPlainName(name))
        {
            return new RouterError(ErrorCode.DuplicateMember, $"A member stands twice in the body, the second time at byte {fault.Offset}.");
        }

        var decoded = JsonText.Decode(name);
        return new RouterError(ErrorCode.DuplicateMember, $"The member '{decoded}' stands twice in the body.") { Param = decoded };
    }
}
