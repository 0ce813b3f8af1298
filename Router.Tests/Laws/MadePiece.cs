// A piece of a made-up part.
using Router.Inference;

namespace Router.Tests.Laws;

/// <param name="Text">In the form that follows.</param>
/// <param name="Form">Of the text.</param>
/// <param name="LogProbs">Of its tokens; empty for none.</param>
internal sealed record MadePiece(string Text, TextForm Form, string LogProbs = "");
