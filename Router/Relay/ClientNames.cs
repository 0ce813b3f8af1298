// Which program is calling, and in which of its sessions.
using System.Text;

namespace Router.Relay;

/// <summary>
/// Read from the headers that agents and SDKs send, for attributing cost in reports and for nothing else: a caller can write what it
/// likes in them.
/// </summary>
internal static class ClientNames
{
    private const int LongestClient = 64;
    private const int LongestSession = 128;

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
        var name = new StringBuilder(LongestClient);
        foreach (var part in agent.Split(' ', 2)[0].Split('/'))
        {
            if (part.Length == 0 || !char.IsAsciiLetter(part[0]) || name.Length + part.Length >= LongestClient)
            {
                break;
            }

            foreach (var letter in part)
            {
                if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or '@'))
                {
                    return name.Length > 0 ? name.ToString().TrimEnd('/') : null;
                }
            }

            name.Append(name.Length > 0 ? "/" : "").Append(part.ToLowerInvariant());
        }

        return name.Length > 0 ? name.ToString() : null;
    }
}
