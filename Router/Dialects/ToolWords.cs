// What a tool's description says when it has to say what the target has no place for.
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Shared by the writers of all dialects.</summary>
internal static class ToolWords
{
    /// <summary>The parameters of a function that stands for a custom tool: its text is the one field <c>input</c>.</summary>
    internal static ReadOnlySpan<byte> CustomParameters => """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}"""u8;

    /// <summary>Writes <c>description</c>: the words of the tool's namespace, its own, and the grammar that nobody will enforce.</summary>
    /// <param name="grammar">Of a custom tool that is written as a function; null when there is none, or a place for it.</param>
    internal static void WriteDescription(JsonOutput json, ToolDefinition tool, ToolGrammar? grammar)
    {
        if (tool.NamespaceDescription is null && tool.Description is null && grammar is null)
        {
            return;
        }

        json.Name("description"u8);
        json.BeginText();
        var separator = ""u8;
        foreach (var text in new[] { tool.NamespaceDescription, tool.Description })
        {
            if (text is { IsEmpty: false } words)
            {
                json.AppendEscaped(separator);
                json.AppendEscaped(words.Span);
                separator = "\\n\\n"u8;
            }
        }

        if (grammar is { } rules)
        {
            json.AppendEscaped(separator);
            json.AppendEscaped("The input must follow this "u8);
            json.AppendEscaped(rules.Syntax.Span);
            json.AppendEscaped(" grammar:\\n"u8);
            json.AppendEscaped(rules.Definition.Span);
        }

        json.EndText();
    }
}
