// What a path of the caller surface asks a provider to do.
namespace Router.Dialects;

/// <summary>A dialect's main call, or one of the calls beside it.</summary>
internal enum Operation
{
    /// <summary>The dialect's own call: an answer of a model, whole or as a stream.</summary>
    Generate = 0,

    /// <summary>How many tokens a Messages request has; costs nothing.</summary>
    CountTokens,

    /// <summary>Vectors for texts.</summary>
    Embed,
}
