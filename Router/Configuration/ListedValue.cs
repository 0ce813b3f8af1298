// One value of a list, and where it stands.
namespace Router.Configuration;

/// <summary>An item that its shape took.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Path">As messages name it.</param>
internal sealed record ListedValue<T>(T Value, int Line, string Path);
