// What the licence part keeps in the ledger's database.
using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Router.Storage;

namespace Router.Licensing;

/// <summary>
/// The clock mark, the accepted revocation list, the licences and credit notes that were ever in force, and the warnings that were given
/// (licence sections 6 and 7). Written seldom, on connections of its own. For one thread at a time.
/// </summary>
internal sealed class LicenseBook
{
    private const string Folder = "sqlite/licensing/";
    private const string ClockMarkName = "clock_mark";
    private const string RevocationsName = "revocations";
    private const string FeaturesName = "features";

    private readonly SqliteDatabase _database;
    private readonly HashSet<string> _installed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TakenCredit> _credits = new(StringComparer.Ordinal);

    private LicenseBook(SqliteDatabase database) => _database = database;

    /// <summary>The highest time that was ever kept, in Unix seconds.</summary>
    internal long ClockMark { get; private set; }

    /// <summary>The bytes of the accepted revocation list; null when none was ever accepted.</summary>
    internal byte[]? Revocations { get; private set; }

    /// <summary>The features of the licence that was accepted last; null when none ever was.</summary>
    internal LicenseFeatures? Features { get; private set; }

    /// <summary>All credit notes that were taken up, in that order.</summary>
    internal IReadOnlyCollection<TakenCredit> Credits => _credits.Values;

    /// <summary>Reads what is kept; the ledger must have been migrated.</summary>
    /// <exception cref="SqliteException">The ledger cannot be read.</exception>
    internal static LicenseBook Open(SqliteDatabase database)
    {
        var book = new LicenseBook(database);
        using var connection = database.OpenReader();
        foreach (var kept in connection.Query<KeptState>(EmbeddedSql.Text(Folder + "select_state.sql"), commandTimeout: connection.DefaultTimeout))
        {
            book.Recall(kept);
        }

        var newestRow = connection.ExecuteScalar<long>(EmbeddedSql.Text(Folder + "newest_row.sql"), commandTimeout: connection.DefaultTimeout);
        book.ClockMark = Math.Max(book.ClockMark, newestRow / 1000);
        book._installed.UnionWith(connection.Query<string>(EmbeddedSql.Text(Folder + "select_installs.sql"), commandTimeout: connection.DefaultTimeout));
        foreach (var credit in connection.Query<TakenCredit>(EmbeddedSql.Text(Folder + "select_credits.sql"), commandTimeout: connection.DefaultTimeout))
        {
            book._credits.Add(credit.Id, credit);
        }

        return book;
    }

    /// <summary>What a ledger keeps that another process may be writing, or null when there is none, or one from before licences.</summary>
    /// <exception cref="SqliteException">The ledger cannot be read.</exception>
    internal static LicenseBook? OfOther(SqliteDatabase database)
    {
        if (!File.Exists(database.Path))
        {
            return null;
        }

        using (var connection = database.OpenReader())
        {
            if (!connection.ExecuteScalar<bool>(EmbeddedSql.Text(Folder + "has_tables.sql"), commandTimeout: connection.DefaultTimeout))
            {
                return null;
            }
        }

        return Open(database);
    }

    /// <summary>Was the licence ever in force here?</summary>
    internal bool WasInstalled(string licenseId) => _installed.Contains(licenseId);

    /// <summary>Was the credit note taken up?</summary>
    internal bool WasTaken(string creditId) => _credits.ContainsKey(creditId);

    /// <summary>Keeps the mark.</summary>
    internal void SaveClockMark(long mark)
    {
        Write("set_state.sql", ("$name", ClockMarkName), ("$value", mark.ToString(CultureInfo.InvariantCulture)));
        ClockMark = mark;
    }

    /// <summary>Keeps an accepted list as it was signed; ASCII.</summary>
    internal void SaveRevocations(byte[] list)
    {
        Write("set_state.sql", ("$name", RevocationsName), ("$value", Encoding.ASCII.GetString(list)));
        Revocations = list;
    }

    /// <summary>Notes that a licence is in force.</summary>
    internal void Install(LicenseTerms terms, long at)
    {
        if (!_installed.Contains(terms.Id))
        {
            Write("insert_install.sql", ("$license_id", terms.Id), ("$at", at));
            _installed.Add(terms.Id);
        }

        if (Features != terms.Features)
        {
            Write("set_state.sql", ("$name", FeaturesName), ("$value", string.Join(',', FeatureNames.Each(terms.Features))));
            Features = terms.Features;
        }
    }

    /// <summary>Notes that a warning is given; false when it was given before.</summary>
    internal bool Warn(string licenseId, int days, long at) => Write("insert_warning.sql", ("$license_id", licenseId), ("$days", days), ("$at", at)) > 0;

    /// <summary>Takes a credit note up; false when it was taken before.</summary>
    internal bool Take(CreditNote note, long at)
    {
        var isNew = Write(
            "insert_credit.sql",
            ("$credit_id", note.Id), ("$license_id", note.LicenseId), ("$requests", note.Requests), ("$tokens", note.Tokens), ("$at", at)) > 0;
        if (isNew)
        {
            _credits.Add(note.Id, new TakenCredit(note.Id, note.LicenseId, note.Requests, note.Tokens, at));
        }

        return isNew;
    }

    /// <summary>Appends to the access log what the router itself did.</summary>
    /// <param name="atMs">Unix milliseconds.</param>
    internal void Log(long atMs, string action, string subject, string detail) => Write(
        "insert_access.sql", ("$at", atMs), ("$actor", "router"), ("$action", action), ("$subject", subject), ("$detail", detail));

    private int Write(string statement, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = _database.OpenWriter();
        using var command = connection.Statement(Folder + statement, parameters);
        return command.ExecuteNonQuery();
    }

    private void Recall(KeptState kept)
    {
        switch (kept.Name)
        {
            case ClockMarkName:
                ClockMark = long.Parse(kept.Value, CultureInfo.InvariantCulture);
                break;
            case RevocationsName:
                Revocations = Encoding.ASCII.GetBytes(kept.Value);
                break;
            case FeaturesName:
                Features = kept.Value.Split(',').Aggregate(LicenseFeatures.None, (all, name) => all | FeatureNames.Parse(name));
                break;
        }
    }

    /// <summary>A row of <c>license_state</c>.</summary>
    internal sealed record KeptState(string Name, string Value);
}
