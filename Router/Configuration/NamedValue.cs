// One value under a name that the operator chose.
namespace Router.Configuration;

/// <summary>A value that its shape took, and its key.</summary>
internal sealed record NamedValue<T>(string Name, T Value);
