// The folder of credit notes, and what became of each.
namespace Router.Licensing;

/// <summary>Notes are taken up once for ever, also after their file is gone (licence section 7). For one thread at a time.</summary>
internal sealed class CreditFolder(LicenseVerifier verifier, LicenseBook book, LicenseWatch watch, ILogger logger)
{
    /// <summary>The word for a note that the router will take up; while it runs there is none for long.</summary>
    internal const string Pending = "pending";

    private const int MostFiles = 1_000;
    private const string Taken = "taken";

    private readonly SortedDictionary<string, string> _fates = new(StringComparer.Ordinal);

    /// <summary>Of the files that add nothing the reason, by file name.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Refused => [.. _fates.Where(fate => fate.Value != Taken)];

    /// <summary>Takes up what lies there for the licence in force; true when there was something new.</summary>
    internal bool Read(string folder, LicenseTerms terms)
    {
        _fates.Clear();
        var before = book.Credits.Count;
        foreach (var (file, note, fate) in Look(folder, verifier, terms, book.WasTaken, Math.Max(watch.Wall, watch.Mark)))
        {
            _fates[file] = note is null ? fate : Taken;
            if (note is not null && book.Take(note, watch.Wall))
            {
                Log.CreditTaken(logger, note.Id);
                book.Log(watch.NowMs, "license.credit", note.Id, $"requests {note.Requests}, tokens {note.Tokens}");
            }
        }

        return book.Credits.Count > before;
    }

    /// <summary>Of the files that add nothing the reason, seen from outside the router: nothing is taken up.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> RefusedIn(
        string folder, LicenseVerifier verifier, LicenseTerms terms, Func<string, bool> wasTaken, long now) =>
        [.. Look(folder, verifier, terms, wasTaken, now)
            .Where(file => file.Fate != Taken)
            .OrderBy(file => file.File, StringComparer.Ordinal)
            .Select(file => KeyValuePair.Create(file.File, file.Fate))];

    /// <summary>Each file with its fate; the note when it is to be taken up now.</summary>
    /// <param name="now">The later of the machine's time and the clock mark: setting the clock back makes no note good again.</param>
    private static IEnumerable<(string File, CreditNote? Note, string Fate)> Look(
        string folder, LicenseVerifier verifier, LicenseTerms terms, Func<string, bool> wasTaken, long now)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Take(MostFiles) : [])
        {
            var file = Path.GetFileName(path);
            var read = verifier.CreditAt(path);
            if (read.Value is not { } note)
            {
                yield return (file, null, read.Refusal!.Reason.Word());
            }
            else if (wasTaken(note.Id))
            {
                yield return (file, null, Taken);
            }
            else
            {
                var fate = note.FateFor(terms, now);
                yield return (file, fate == CreditFate.Applies ? note : null, Word(fate));
            }
        }
    }

    private static string Word(CreditFate fate) => fate switch
    {
        CreditFate.Applies => Pending,
        CreditFate.OtherLicense => "other_license",
        CreditFate.OtherCustomer => "other_customer",
        CreditFate.KeyScope => "key_scope",
        CreditFate.TooLate => "too_late",
    };
}
