// What a translation may refuse (mapping section 8), so that it refuses nothing else.
namespace Router.Tests.Conformance.Crossing;

internal static class RefusableNames
{
    /// <summary>Members of the dialects whose meaning some other dialect does not have.</summary>
    private static readonly string[] Known =
    [
        "n", "logprobs", "top_logprobs", "logit_bias", "presence_penalty", "frequency_penalty", "top_k", "temperature", "top_p", "stop", "stop_sequences",
        "response_format", "format", "input_audio", "modalities", "audio", "file_url", "file_id", "file_ids", "id", "citations", "tool_choice",
        "allowed_callers", "service_tier", "moderation", "inference_geo", "workspace_id", "context_management", "container", "mcp_servers",
        "previous_response_id", "conversation", "prompt", "background", "web_search_options",
    ];

    /// <summary>The messages as such: the last one is the assistant's, which the other side would read otherwise.</summary>
    private static readonly string[] Lists = ["input[]", "messages[]"];

    /// <summary>True for these, and for what the caller's dialect does not know: a vendor's member, or the type of a tool or item that a service runs.</summary>
    /// <param name="members">The names of all members that the caller's dialect knows.</param>
    public static bool Has(string name, IReadOnlySet<string> members)
    {
        var last = name.Split('.')[^1].Split('[')[0];
        return Lists.Contains(name) || Known.Contains(last) || !members.Contains(last);
    }
}
