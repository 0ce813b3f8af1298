// What becomes of a credit note.
namespace Router.Licensing;

/// <summary>Whether a note adds to the licence in force, and why not.</summary>
internal enum CreditFate
{
    Applies,
    OtherLicense,
    OtherCustomer,

    /// <summary>Its key may not sign for this licence: the development key, say, for one of production.</summary>
    KeyScope,

    /// <summary>Not installed before its <c>exp</c>.</summary>
    TooLate,
}
