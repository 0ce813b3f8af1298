// Decides whether an answer calls tools, which, and with what.
namespace Router.Simulator;

/// <summary>
/// A forced choice always calls. Otherwise the person must ask: by a tool's name or a word such as "list",
/// and only before there are results in this turn. The phrase "two-tool turn" makes two calls one after
/// the other, "ten-tool turn" ten; "two tools" or "parallel" makes two at one time.
/// </summary>
internal static class ToolScript
{
    private static readonly (string Phrase, int Rounds)[] LongTurns = [("two-tool turn", 2), ("ten-tool turn", 10)];

    private static readonly string[] AskingWords = ["tool", "tools", "call", "calls", "list", "lists", "weather"];

    internal static IReadOnlyList<ScriptPart.ToolCall> Calls(SimulatedRequest request, string seed)
    {
        var tools = Callable(request);
        if (tools.Count == 0 || request.ToolMode == ToolMode.None)
        {
            return [];
        }

        var conversation = request.Conversation;
        var rounds = Array.Find(LongTurns, turn => Says(conversation, turn.Phrase)).Rounds;
        var inTurns = rounds > 0;
        var firstIndex = inTurns ? Math.Min(conversation.CallRounds, 1) : 0;
        if (request.ToolMode == ToolMode.Auto && !(inTurns ? conversation.CallRounds < rounds : IsFresh(conversation) && Asks(conversation, tools)))
        {
            return [];
        }

        var together = !inTurns && request.ParallelCalls && !request.LegacyFunctions
            && (Says(conversation, "two tools") || Says(conversation, "parallel"));
        var calls = new ScriptPart.ToolCall[together ? 2 : 1];
        for (var index = 0; index < calls.Length; index++)
        {
            var tool = Pick(tools, conversation, firstIndex + index);
            var id = (request.Dialect == Inference.Dialect.AnthropicMessages ? "toolu_" : "call_") + seed[..24] + index;
            calls[index] = new ScriptPart.ToolCall(id, tool, ToolArguments.Make(tool, firstIndex + index));
        }

        return calls;
    }

    /// <summary>The forced tool alone; else functions outside a namespace; else custom tools.</summary>
    private static List<SimulatedTool> Callable(SimulatedRequest request)
    {
        if (request.ForcedTool is { } forced)
        {
            return [.. request.Tools.Where(tool => tool.Name == forced).Take(1)];
        }

        List<SimulatedTool> functions = [.. request.Tools.Where(tool => tool.Kind == ToolKind.Function && tool.Namespace is null)];
        return functions.Count > 0 ? functions : [.. request.Tools.Where(tool => tool.Namespace is null)];
    }

    /// <summary>A shell is preferred, since its call can be made harmless; then a tool the person named; then the first.</summary>
    private static SimulatedTool Pick(List<SimulatedTool> tools, ConversationScan conversation, int index)
    {
        if (tools.Find(ToolArguments.IsShell) is { } shell)
        {
            return shell;
        }

        var preferred = tools.Find(tool => Names(conversation, tool)) ?? tools[0];
        return index == 0 ? preferred : tools.Find(tool => tool != preferred) ?? preferred;
    }

    private static bool IsFresh(ConversationScan conversation) => conversation.CallRounds == 0 && conversation.ResultLengths.Count == 0;

    private static bool Asks(ConversationScan conversation, List<SimulatedTool> tools) =>
        AskingWords.Any(word => HasWord(conversation.LastUserText, word)) || tools.Exists(tool => Names(conversation, tool));

    private static bool Names(ConversationScan conversation, SimulatedTool tool) =>
        tool.Name.Length > 2 && HasWord(conversation.LastUserText, tool.Name);

    private static bool Says(ConversationScan conversation, string phrase) =>
        conversation.LastUserText.Contains(phrase, StringComparison.OrdinalIgnoreCase);

    private static bool HasWord(string text, string word)
    {
        for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += word.Length)
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWordCharacter(text[at - 1])) && (end == text.Length || !IsWordCharacter(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';
}
