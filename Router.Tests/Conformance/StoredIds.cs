// Ids in a recorded request of what lies with the provider under somebody else's account.
using System.Text.Json.Nodes;

namespace Router.Tests.Conformance;

internal static class StoredIds
{
    private static readonly string[] Members = ["container", "conversation", "file_id", "previous_response_id"];

    /// <summary>
    /// True when the request names one: the router lets such ids pass only when it has recorded them itself (contract section 3), so a
    /// recorded request with one cannot be repeated.
    /// </summary>
    public static bool AreNamed(byte[] request) => AreNamed(JsonNode.Parse(request));

    private static bool AreNamed(JsonNode? node) => node switch
    {
        JsonObject members => (string?)(members["type"] as JsonValue)?.ToString() == "item_reference"
            || members.Any(member => (Members.Contains(member.Key) && member.Value is JsonValue) || AreNamed(member.Value)),
        JsonArray items => items.Any(AreNamed),
        _ => false,
    };
}
