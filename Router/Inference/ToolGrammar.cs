// The grammar of a custom tool's text.
namespace Router.Inference;

/// <param name="Syntax"><c>lark</c> or <c>regex</c>.</param>
/// <param name="Definition">The grammar itself.</param>
internal readonly record struct ToolGrammar(RawText Syntax, RawText Definition);
