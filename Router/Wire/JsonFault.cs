// What is wrong with a JSON body, and where.
namespace Router.Wire;

/// <summary>A fault that <see cref="JsonDocumentScan"/> found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where, in bytes from the start.</param>
/// <param name="Length">For a duplicate: length of its raw name at <paramref name="Offset"/>, without quotes; otherwise 0.</param>
internal readonly record struct JsonFault(JsonFaultKind Kind, int Offset, int Length = 0);
