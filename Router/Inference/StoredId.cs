// An id under which a provider keeps something.
namespace Router.Inference;

/// <summary>Made by an answer: whoever got the answer may use it.</summary>
internal readonly record struct StoredId(StoredIdKind Kind, string Value)
{
    /// <summary>The most characters of an id that is recorded; the longest in use have some hundreds.</summary>
    internal const int MostCharacters = 1024;

    /// <summary>The most ids of one answer that are recorded.</summary>
    internal const int MostOfOneAnswer = 256;
}
