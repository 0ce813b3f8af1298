// Which program is calling, and in which of its sessions.
using System.Buffers;

namespace Router.Relay;

/// <summary>
/// Read from the headers that agents and SDKs send, for attributing cost in reports and for nothing else: a caller can write what it
/// likes in them.
/// </summary>
internal static class ClientNames
{
    private const int LongestClient = 64;
    private const int LongestSession = 128;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@");

    private static readonly string[] SessionHeaders = ["x-claude-code-session-id", "session-id", "session_id", "thread-id", "conversation_id"];

    /// <summary><c>codex</c>, <c>claude-code</c>, or the product that <c>user-agent</c> begins with, without its version; null when nothing is said.</summary>
    internal static string? Of(IHeaderDictionary headers)
    {
        var agent = headers.UserAgent.ToString();
        if (headers.ContainsKey("x-claude-code-session-id") || agent.StartsWith("claude-cli/", StringComparison.OrdinalIgnoreCase))
        {
            return "claude-code";
        }

        return headers["originator"].ToString().StartsWith("codex", StringComparison.OrdinalIgnoreCase)
            || agent.StartsWith("codex", StringComparison.OrdinalIgnoreCase)
            ? "codex"
            : ProductOf(agent);
    }

    /// <summary>The agent's own id of its session; null when it sends none that can be kept.</summary>
    internal static string? SessionOf(IHeaderDictionary headers)
    {
        foreach (var name in SessionHeaders)
        {
            if (headers.TryGetValue(name, out var value) && value is [{ Length: > 0 and <= LongestSession } session]
                && !session.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return session;
            }
        }

        return null;
    }

    /// <summary><c>OpenAI/JS 6.49</c> is <c>openai/js</c> and <c>curl/8.5</c> is <c>curl</c>: the words before the version.</summary>
    private static string? ProductOf(string agent)
    {
        var product = agent.AsSpan();
        product = product.IndexOf(' ') is >= 0 and var end ? product[..end] : product;
        Span<char> name = stackalloc char[LongestClient];
        var length = 0;
        foreach (var range in product.Split('/'))
        {
            var word = product[range];
            if (word.IsEmpty || !char.IsAsciiLetter(word[0]) || length + word.Length >= LongestClient || word.ContainsAnyExcept(WordCharacters))
            {
                break;
            }

            if (length > 0)
            {
                name[length++] = '/';
            }

            length += word.ToLowerInvariant(name[length..]);
        }

        return length > 0 ? name[..length].ToString() : null;
    }
}
