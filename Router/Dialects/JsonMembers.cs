// Goes through the members of an object.
using Router.Wire;

namespace Router.Dialects;

/// <summary>For <c>foreach</c>; nothing is allocated.</summary>
/// <param name="tree">Null when there are none.</param>
/// <param name="parent">The object's node.</param>
internal struct JsonMembers(JsonTree? tree, int parent)
{
    private int _name;

    public readonly JsonMember Current => new(tree!, _name);

    public readonly JsonMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        if (tree is null)
        {
            return false;
        }

        _name = _name == 0 ? parent + 1 : tree[_name + 1].Next;
        return _name < tree[parent].Next;
    }
}
