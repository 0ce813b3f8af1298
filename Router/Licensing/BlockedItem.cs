// One thing of a configuration that a licence does not let be used.
namespace Router.Licensing;

/// <summary>An entry of <c>blocked</c> (licence section 8).</summary>
/// <param name="What"><c>group</c>, <c>caller</c>, <c>report</c> or <c>limit</c>.</param>
/// <param name="Needs">The features or the limit that it would need, separated by commas.</param>
/// <param name="Code">The error code that its use would get.</param>
internal sealed record BlockedItem(string What, string Name, string Needs, string Code);
