// Walks a conversation, message by message, and keeps what the answer depends on.
namespace Router.Simulator;

/// <summary>Fed by the three request readers in the order of the conversation; a turn begins with what a person says.</summary>
internal sealed class ConversationScan
{
    private readonly List<SimulatedMedia> _media = [];
    private readonly List<int> _resultLengths = [];
    private bool _inCalls;

    internal int Messages { get; private set; }

    /// <summary>Characters of text, tool arguments, tool results and tool declarations.</summary>
    internal long Characters { get; private set; }

    internal string LastUserText { get; private set; } = "";

    internal IReadOnlyList<SimulatedMedia> Media => _media;

    /// <summary>Lengths in characters of the tool results of this turn.</summary>
    internal IReadOnlyList<int> ResultLengths => _resultLengths;

    /// <summary>How often the assistant called tools in this turn; calls at one time count once.</summary>
    internal int CallRounds { get; private set; }

    /// <summary>A cache mark was seen on a part; <see cref="LongCache"/>: it asked for an hour.</summary>
    internal bool CacheMarked { get; private set; }

    internal bool LongCache { get; private set; }

    /// <summary>Thinking that was sent back: text and signature in pairs.</summary>
    internal List<(string Text, string Signature)> ReplayedReasoning { get; } = [];

    internal void Message() => Messages++;

    internal void Text(string? text) => Characters += text?.Length ?? 0;

    internal void Raw(int length) => Characters += length;

    internal void Add(SimulatedMedia media) => _media.Add(media);

    internal void MarkCache(string? ttl)
    {
        CacheMarked = true;
        LongCache |= ttl == "1h";
    }

    /// <summary>Texts of one user message; notes that a client adds in tags are not what the person said.</summary>
    internal void UserTurn(IReadOnlyList<string> texts, bool hasMedia)
    {
        string? said = null;
        foreach (var text in texts)
        {
            if (!IsNote(text))
            {
                said = text;
            }
        }

        if (said is null && !hasMedia)
        {
            if (LastUserText.Length == 0 && texts.Count > 0)
            {
                LastUserText = texts[^1];
            }

            return;
        }

        LastUserText = said ?? "";
        _resultLengths.Clear();
        CallRounds = 0;
        _inCalls = false;
    }

    internal void Call()
    {
        if (!_inCalls)
        {
            CallRounds++;
            _inCalls = true;
        }
    }

    internal void Result(int length)
    {
        _inCalls = false;
        _resultLengths.Add(length);
        Characters += length;
    }

    private static bool IsNote(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length == 0 || (trimmed[0] == '<' && trimmed[^1] == '>');
    }
}
