// One row of the table usage as it lies in the ledger, with its attempts.
namespace Router.Tests.Support;

/// <param name="Columns">Every column by its name: string, long or null.</param>
/// <param name="Attempts">The rows of the table attempts with the same request id, in order.</param>
internal sealed record StoredRow(
    IReadOnlyDictionary<string, object?> Columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> Attempts)
{
    /// <summary>The column's value; null where the ledger has NULL.</summary>
    public object? this[string column] => Columns[column];

    /// <summary>The column as text; throws for a number.</summary>
    public string? Text(string column) => (string?)Columns[column];

    /// <summary>The column as a number; null where the ledger has NULL.</summary>
    public long? Number(string column) => (long?)Columns[column];
}
