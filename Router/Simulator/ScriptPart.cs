// The parts of an answer.
namespace Router.Simulator;

/// <summary>One part; the cases are all there are.</summary>
internal abstract record ScriptPart
{
    private ScriptPart()
    {
    }

    /// <summary>Tokens the part costs.</summary>
    internal abstract int Tokens { get; }

    internal sealed record Text(string Value) : ScriptPart
    {
        internal override int Tokens => TokenEstimate.Text(Value);
    }

    internal sealed record Refusal(string Value) : ScriptPart
    {
        internal override int Tokens => TokenEstimate.Text(Value);
    }

    /// <param name="Value">What was thought.</param>
    /// <param name="Shown">What of it the caller sees; may be empty.</param>
    /// <param name="Signature">The seal over <paramref name="Shown"/>.</param>
    /// <param name="Encrypted">The seal for <c>encrypted_content</c>, or null when it is not wanted.</param>
    internal sealed record Reasoning(string Value, string Shown, string Signature, string? Encrypted) : ScriptPart
    {
        internal override int Tokens => TokenEstimate.Text(Value);
    }

    /// <param name="Id">The id that the result will name.</param>
    /// <param name="Tool">The tool called.</param>
    /// <param name="Arguments">JSON text, or the free text of a custom tool.</param>
    internal sealed record ToolCall(string Id, SimulatedTool Tool, string Arguments) : ScriptPart
    {
        internal override int Tokens => TokenEstimate.Text(Tool.Name) + TokenEstimate.Text(Arguments);
    }
}
