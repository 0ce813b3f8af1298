// Goes through the elements of an array.
using Router.Wire;

namespace Router.Dialects;

/// <summary>For <c>foreach</c>; nothing is allocated.</summary>
/// <param name="tree">Null when there are none.</param>
/// <param name="parent">The array's node.</param>
internal struct JsonItems(JsonTree? tree, int parent)
{
    private int _item;

    public readonly JsonView Current => new(tree, _item);

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (tree is null)
        {
            return false;
        }

        _item = _item == 0 ? parent + 1 : tree[_item].Next;
        return _item < tree[parent].Next;
    }
}
