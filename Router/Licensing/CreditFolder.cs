// The folder of credit notes, and what became of each.
namespace Router.Licensing;

/// <summary>Notes are taken up once for ever, also after their file is gone (licence section 7). For one thread at a time.</summary>
internal sealed class CreditFolder(LicenseVerifier verifier, LicenseBook book, LicenseWatch watch, ILogger logger)
{
    private const int MostFiles = 1_000;
    private const string Taken = "taken";

    private readonly SortedDictionary<string, string> _fates = new(StringComparer.Ordinal);

    /// <summary>Of the files that add nothing the reason, by file name.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Refused => [.. _fates.Where(fate => fate.Value != Taken)];

    /// <summary>Takes up what lies there for the licence in force; true when there was something new.</summary>
    internal bool Read(string folder, LicenseTerms terms)
    {
        _fates.Clear();
        if (!Directory.Exists(folder))
        {
            return false;
        }

        var before = book.Credits.Count;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Take(MostFiles))
        {
            _fates[Path.GetFileName(file)] = FateOf(verifier.CreditAt(file), terms);
        }

        return book.Credits.Count > before;
    }

    private string FateOf(Verified<CreditNote> read, LicenseTerms terms)
    {
        if (read.Value is not { } note)
        {
            return read.Refusal!.Reason.Word();
        }

        if (book.WasTaken(note.Id))
        {
            return Taken;
        }

        var fate = note.FateFor(terms, watch.Wall);
        if (fate == CreditFate.Applies && book.Take(note, watch.Wall))
        {
            Log.CreditTaken(logger, note.Id);
            book.Log(watch.NowMs, "license.credit", note.Id, $"requests {note.Requests}, tokens {note.Tokens}");
        }

        return Word(fate);
    }

    private static string Word(CreditFate fate) => fate switch
    {
        CreditFate.Applies => Taken,
        CreditFate.OtherLicense => "other_license",
        CreditFate.OtherCustomer => "other_customer",
        CreditFate.KeyScope => "key_scope",
        CreditFate.TooLate => "too_late",
    };
}
