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
    private const int FewestNodes = 64;

    private JsonTreeNode[] _nodes = ArrayPool<JsonTreeNode>.Shared.Rent(FewestNodes);
    private int _count;

    private JsonTree(ReadOnlyMemory<byte> text) => Text = text;

    internal ReadOnlyMemory<byte> Text { get; }

    /// <summary>The node of that number; 0 is the whole.</summary>
    internal ref readonly JsonTreeNode this[int index] => ref _nodes[index];

    /// <exception cref="JsonException">As <see cref="JsonReader"/> says.</exception>
    internal static JsonTree Of(ReadOnlyMemory<byte> text)
    {
        var tree = new JsonTree(text);
        try
        {
            tree.Fill();
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<JsonTreeNode>.Shared.Return(_nodes);
        _nodes = [];
    }

    private void Fill()
    {
        var reader = new JsonReader(Text.Span);
        var open = -1;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    // As long as it is open its end is not known, and the node that it stands in has to be.
                    Add(new JsonTreeNode(reader.TokenType, false, reader.TokenStart, 0, open));
                    open = _count - 1;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var ended = _nodes[open];
                    _nodes[open] = new JsonTreeNode(ended.Kind, false, ended.Start, reader.Position - ended.Start, _count);
                    open = ended.Next;
                    break;
                case JsonTokenType.String or JsonTokenType.PropertyName:
                    Add(new JsonTreeNode(reader.TokenType, reader.ValueIsEscaped, reader.TokenStart + 1, reader.ValueSpan.Length, _count + 1));
                    break;
                default:
                    Add(new JsonTreeNode(reader.TokenType, false, reader.TokenStart, reader.ValueSpan.Length, _count + 1));
                    break;
            }
        }
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
