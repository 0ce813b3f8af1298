// Where the trusted keys come from.
namespace Router.Licensing;

/// <summary>Shown as <c>key_source</c>.</summary>
internal enum KeySource
{
    BuiltIn,
    Configured,
}
