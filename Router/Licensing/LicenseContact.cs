// Whom to ask about a licence.
namespace Router.Licensing;

/// <summary>One entry of <c>contacts</c>; shown to administrators, never to callers.</summary>
internal sealed record LicenseContact(string Role, string Name, string Email);
