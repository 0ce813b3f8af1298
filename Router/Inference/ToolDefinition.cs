// A tool that the model may call and the caller runs.
namespace Router.Inference;

/// <summary>One tool; the cases are all there are. Tools that a service runs are <see cref="InferenceRequest.Unread"/>.</summary>
/// <param name="Reference">How it is called.</param>
internal abstract record ToolDefinition(ToolReference Reference)
{
    internal RawText? Description { get; init; }

    /// <summary>What the caller said of the namespace that the tool stands in.</summary>
    internal RawText? NamespaceDescription { get; init; }

    /// <inheritdoc cref="TurnPart.CacheMark"/>
    internal bool CacheMark { get; init; }

    internal sealed record Function(ToolReference Reference) : ToolDefinition(Reference)
    {
        /// <summary>The JSON schema of its arguments; null for a tool that takes none.</summary>
        internal RawJson? Parameters { get; init; }

        /// <summary>Null when the caller did not say; the dialects disagree on what that means.</summary>
        internal bool? Strict { get; init; }
    }

    internal sealed record Custom(ToolReference Reference) : ToolDefinition(Reference)
    {
        /// <summary>The grammar its text follows; null for free text.</summary>
        internal ToolGrammar? Grammar { get; init; }
    }
}
