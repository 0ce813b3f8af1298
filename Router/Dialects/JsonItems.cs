// Goes through the elements of an array.
using System.Text.Json;

namespace Router.Dialects;

/// <summary>For <c>foreach</c>; nothing is allocated.</summary>
internal ref struct JsonItems(JsonElement element, ReadOnlyMemory<byte> body)
{
    private JsonElement.ArrayEnumerator _items =
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default;

    public readonly JsonView Current => new(_items.Current, body);

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext() => _items.MoveNext();
}
