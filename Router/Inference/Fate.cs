// What becomes of a member on its way into another dialect.
namespace Router.Inference;

/// <summary>From harmless to hopeless (mapping 1, rule 2).</summary>
internal enum Fate
{
    /// <summary>The meaning is kept; nothing to tell.</summary>
    Exact,

    /// <summary>A hint whose absence cannot change what the caller may rely on: left out, and told in <c>x-router-ignored</c>.</summary>
    Ignored,

    /// <summary>The nearest meaning, told in <c>x-router-approximated</c>.</summary>
    Approximated,

    /// <summary>The target cannot do it: another target must, or the request is refused by name.</summary>
    Refused,
}
