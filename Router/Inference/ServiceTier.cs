// What class of service a caller asks for.
namespace Router.Inference;

/// <summary>The <c>service_tier</c> of all dialects; <see cref="Standard"/> is <c>default</c> in two and <c>standard_only</c> in the third.</summary>
internal enum ServiceTier
{
    Auto,
    Standard,
    Flex,
    Scale,
    Priority,
}
