// Where the values of one JSON text stand.
using System.Buffers;
using System.Text.Json;

namespace Router.Wire;

/// <summary>
/// The names and values of a text in the order they stand in, each with the place behind all that it holds; so a reader goes from member to
/// member without looking at what is between them. The list is pooled: it is gone once the tree is disposed of.
/// </summary>
internal sealed class JsonTree : IDisposable
{
    /// <summary>Most names and values of a text, in 64 MB; the body of a long session of an agent has some ten thousand.</summary>
    internal const int MostNodes = 1 << 22;

    private JsonTreeNode[] _nodes;
    private int _count;

    private JsonTree(ReadOnlyMemory<byte> text)
    {
        Text = text;
        _nodes = ArrayPool<JsonTreeNode>.Shared.Rent(Math.Clamp(text.Length / 16, 64, 4096));
    }

    internal ReadOnlyMemory<byte> Text { get; }

    /// <summary>The node of that number; 0 is the whole.</summary>
    internal ref readonly JsonTreeNode this[int index] => ref _nodes[index];

    /// <summary>Null when there are more than <see cref="MostNodes"/>.</summary>
    /// <exception cref="JsonException">As <see cref="JsonReader"/> says.</exception>
    internal static JsonTree? Of(ReadOnlyMemory<byte> text)
    {
        var tree = new JsonTree(text);
        var isWhole = false;
        try
        {
            isWhole = tree.TryFill();
            return isWhole ? tree : null;
        }
        finally
        {
            if (!isWhole)
            {
                tree.Dispose();
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<JsonTreeNode>.Shared.Return(_nodes);
        _nodes = [];
    }

    private bool TryFill()
    {
        var reader = new JsonReader(Text.Span);
        var open = -1;
        while (reader.Read())
        {
            var kind = reader.TokenType;
            if (kind is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                var ended = _nodes[open];
                _nodes[open] = ended with { Length = reader.Position - ended.Start, Next = _count };
                open = ended.Next;
                continue;
            }

            if (_count == MostNodes)
            {
                return false;
            }

            if (kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                // As long as it is open its end is not known, and the node that it stands in has to be.
                Add(new JsonTreeNode(kind, false, reader.TokenStart, 0, open));
                open = _count - 1;
                continue;
            }

            var inside = kind is JsonTokenType.String or JsonTokenType.PropertyName ? 1 : 0;
            Add(new JsonTreeNode(kind, reader.ValueIsEscaped, reader.TokenStart + inside, reader.ValueSpan.Length, _count + 1));
        }

        return true;
    }

    private void Add(JsonTreeNode node)
    {
        if (_count == _nodes.Length)
        {
            var more = ArrayPool<JsonTreeNode>.Shared.Rent(_nodes.Length * 2);
            _nodes.CopyTo(more, 0);
            ArrayPool<JsonTreeNode>.Shared.Return(_nodes);
            _nodes = more;
        }

        _nodes[_count++] = node;
    }
}
