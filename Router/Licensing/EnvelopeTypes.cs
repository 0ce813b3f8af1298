// The words of the kinds of file.
namespace Router.Licensing;

/// <summary>How <see cref="EnvelopeType"/> is written in <c>typ</c>.</summary>
internal static class EnvelopeTypes
{
    internal static string Word(this EnvelopeType type) => type switch
    {
        EnvelopeType.License => "router-license+jws",
        EnvelopeType.Credit => "router-license-credit+jws",
        EnvelopeType.Revocations => "router-license-revocations+jws",
    };
}
