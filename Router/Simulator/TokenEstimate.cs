// Counts tokens the simulator's way: about four characters each.
namespace Router.Simulator;

internal static class TokenEstimate
{
    private const int PerMessage = 4;
    private const int PerImage = 85;
    private const int PerDocument = 250;

    /// <summary>Tokens of a text; a text that is not empty has at least one.</summary>
    internal static int Text(string text) => Characters(text.Length);

    internal static int Characters(long count) => (int)((count + 3) / 4);

    internal static int Input(ConversationScan conversation)
    {
        var tokens = Characters(conversation.Characters) + (PerMessage * conversation.Messages);
        foreach (var media in conversation.Media)
        {
            tokens += media.Kind == "image" ? PerImage : PerDocument;
        }

        return tokens;
    }
}
