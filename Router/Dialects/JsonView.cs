// A value of a JSON text, seen as slices of the body it stands in.
using System.Text.Json;
using Router.Inference;
using Router.Wire;

namespace Router.Dialects;

/// <summary>
/// What request readers read through: any order of members, no decoding, nothing thrown on lone surrogates. A member that is not there is a
/// view of kind <see cref="JsonTokenType.None"/>, whose members are not there either. Slices outlive the tree, not the body.
/// </summary>
/// <param name="tree">Null for a member that is not there.</param>
/// <param name="index">The value's node.</param>
internal readonly struct JsonView(JsonTree? tree, int index)
{
    internal JsonTokenType Kind => tree is null ? JsonTokenType.None : tree[index].Kind;

    /// <summary>Not there, or null, which is the same in a request (mapping 1, rule 3).</summary>
    internal bool IsAbsent => Kind is JsonTokenType.None or JsonTokenType.Null;

    internal bool IsObject => Kind == JsonTokenType.StartObject;

    internal bool IsArray => Kind == JsonTokenType.StartArray;

    internal bool IsText => Kind == JsonTokenType.String;

    internal bool IsNumber => Kind == JsonTokenType.Number;

    internal bool IsTrue => Kind == JsonTokenType.True;

    internal bool IsFalse => Kind == JsonTokenType.False;

    /// <summary>The value as it was written.</summary>
    internal RawJson Json => new(Slice(IsText ? 1 : 0));

    /// <summary>The text of a string as it was written.</summary>
    internal RawText Text => new(Slice(0));

    /// <summary>A number as it was written.</summary>
    internal RawNumber Number => new(Slice(0));

    /// <summary>The text of a string, decoded; lone surrogates stay.</summary>
    internal string Decoded => JsonText.Decode(Slice(0).Span);

    /// <summary>Elements of an array, which are counted; of anything else, 0.</summary>
    internal int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in Items)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>The member of that name, ASCII; of several, the last.</summary>
    internal JsonView this[ReadOnlySpan<byte> name]
    {
        get
        {
            var found = default(JsonView);
            foreach (var member in Members)
            {
                found = member.Is(name) ? member.Value : found;
            }

            return found;
        }
    }

    /// <summary>The members of an object, in order; of anything else, none.</summary>
    internal JsonMembers Members => new(IsObject ? tree : null, index);

    /// <summary>An object that says something.</summary>
    internal bool HasMembers => Members.MoveNext();

    /// <summary>The elements of an array, in order; of anything else, none.</summary>
    internal JsonItems Items => new(IsArray ? tree : null, index);

    /// <summary>True when this is a string that equals <paramref name="plain"/>, which is ASCII.</summary>
    internal bool Is(ReadOnlySpan<byte> plain) => IsText
        && (tree![index].IsEscaped ? JsonText.EscapedEquals(Slice(0).Span, plain) : Slice(0).Span.SequenceEqual(plain));

    /// <summary>The node's bytes, with as many more on each side.</summary>
    private ReadOnlyMemory<byte> Slice(int around)
    {
        if (tree is null)
        {
            return default;
        }

        ref readonly var node = ref tree[index];
        return tree.Text.Slice(node.Start - around, node.Length + (around * 2));
    }
}
