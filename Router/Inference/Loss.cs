// One thing that a translation could not carry as it was.
namespace Router.Inference;

/// <param name="Path">The member in the words of whoever wrote it, without index or value.</param>
/// <param name="Fate">Never <see cref="Fate.Exact"/>.</param>
/// <param name="Reason">Half a sentence for people, the same for every request.</param>
internal readonly record struct Loss(string Path, Fate Fate, string Reason);
