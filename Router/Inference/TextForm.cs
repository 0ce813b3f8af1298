// In which of two forms a run of text is at hand.
namespace Router.Inference;

/// <summary>
/// Text is never decoded only to be encoded again: a reader hands it on in the form it found it in, a writer brings it into the form it
/// needs. Both forms are UTF-8.
/// </summary>
internal enum TextForm
{
    /// <summary>
    /// As it stands between the quotes of a JSON string. It never ends inside an escape, but it may end between the two halves of an
    /// escaped surrogate pair, so it must not be decoded piece by piece.
    /// </summary>
    Escaped,

    /// <summary>The text itself; a JSON document that stands where another dialect has a string is of this form.</summary>
    Plain,
}
