// One member of an object.
using Router.Wire;

namespace Router.Dialects;

/// <summary>A name and its value. Readers compare the name with one word after another, so it is looked up once.</summary>
internal readonly ref struct JsonMember
{
    private readonly bool _isEscaped;

    /// <param name="name">The name's node; its value's is the next.</param>
    internal JsonMember(JsonTree tree, int name)
    {
        ref readonly var node = ref tree[name];
        RawName = tree.Text.Span.Slice(node.Start, node.Length);
        Value = new JsonView(tree, name + 1);
        _isEscaped = node.IsEscaped;
    }

    /// <summary>The name as it was written, without quotes.</summary>
    internal ReadOnlySpan<byte> RawName { get; }

    internal JsonView Value { get; }

    /// <summary>True when the decoded name equals <paramref name="plain"/>, which is ASCII.</summary>
    internal bool Is(ReadOnlySpan<byte> plain) =>
        _isEscaped ? JsonText.EscapedEquals(RawName, plain) : RawName.SequenceEqual(plain);
}
