// What came of a file: its claims or why it was refused.
namespace Router.Licensing;

/// <summary>Exactly one of the two is there.</summary>
internal readonly record struct Verified<T>(T? Value, LicenseRefusal? Refusal)
    where T : class
{
    public static implicit operator Verified<T>(T value) => new(value, null);

    public static implicit operator Verified<T>(LicenseRefusal refusal) => new(null, refusal);
}
