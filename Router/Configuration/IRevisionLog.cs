// Where accepted configurations are numbered and kept.
namespace Router.Configuration;

/// <summary>The revisions of the configuration; the ledger keeps them.</summary>
internal interface IRevisionLog
{
    /// <summary>
    /// Records an accepted configuration as the active one and returns its number. When the active revision has this
    /// <paramref name="contentHash"/> already, nothing is recorded and its number is returned.
    /// </summary>
    /// <param name="redactedText">The text without secrets.</param>
    /// <param name="contentHash"><see cref="LoadResult.ContentHash"/>.</param>
    /// <param name="by">Who or what made it: <c>start</c>, <c>file</c>, <c>signal</c>, or an administrator's id.</param>
    int Accept(string redactedText, string contentHash, string by);

    /// <summary>The redacted text of a revision, or null when there is none of that number.</summary>
    string? Text(int revision);

    /// <summary>Makes an older revision the active one again, under its old number, once its text is in the file.</summary>
    /// <param name="write">
    /// Writes the file; false when that failed, and then nothing has changed. Meanwhile no other process accepts or activates a revision.
    /// </param>
    void Activate(int revision, string by, Func<bool> write);
}
