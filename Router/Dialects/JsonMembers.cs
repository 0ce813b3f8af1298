// Goes through the members of an object.
using System.Text.Json;

namespace Router.Dialects;

/// <summary>For <c>foreach</c>; nothing is allocated.</summary>
internal ref struct JsonMembers(JsonElement element, ReadOnlyMemory<byte> body)
{
    private JsonElement.ObjectEnumerator _members =
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default;

    public readonly JsonMember Current => new(_members.Current, body);

    public readonly JsonMembers GetEnumerator() => this;

    public bool MoveNext() => _members.MoveNext();
}
