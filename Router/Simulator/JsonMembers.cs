// Reads members of a JSON object, where absent, null and of another kind are the same.
using System.Text.Json;

namespace Router.Simulator;

internal static class JsonMembers
{
    /// <summary>The member, or an undefined element when it is absent or null.</summary>
    internal static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : default;

    internal static string? MemberText(this JsonElement element, string name) => element.Member(name).AsText();

    internal static bool? MemberFlag(this JsonElement element, string name) => element.Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    internal static int? MemberCount(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    internal static string? AsText(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    internal static bool IsPresent(this JsonElement element) => element.ValueKind != JsonValueKind.Undefined;

    /// <summary>The items of an array; nothing for any other value.</summary>
    internal static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>The length of the JSON text.</summary>
    internal static int RawLength(this JsonElement element) => element.IsPresent() ? element.GetRawText().Length : 0;
}
