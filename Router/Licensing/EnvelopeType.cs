// The three kinds of signed file.
namespace Router.Licensing;

/// <summary>What a file is, by its <c>typ</c>; one is never taken for another.</summary>
internal enum EnvelopeType
{
    License,
    Credit,
    Revocations,
}
