// The form that an answer must have, when it is not free text.
namespace Router.Inference;

/// <param name="Schema">The JSON schema, unmodified; null for any JSON.</param>
internal sealed record OutputFormat(RawJson? Schema)
{
    internal RawText? Name { get; init; }

    internal RawText? Description { get; init; }

    internal bool? Strict { get; init; }
}
