// The keys that this router believes.
using System.Collections.Frozen;

namespace Router.Licensing;

/// <summary>Keys by their <c>kid</c>; a key is looked for here and nowhere else, never in a file that it signed.</summary>
internal sealed class TrustedKeys
{
    /// <summary>The setting with files of keys, by its path.</summary>
    internal const string Setting = "license.trusted_keys";

    private const string Root = "licenses/keys/";

    private static readonly Lazy<TrustedKeys> Embedded = new(() => new TrustedKeys(KeySource.BuiltIn, ReadEmbedded()));

    private readonly FrozenDictionary<string, TrustedKey> _byId;

    internal TrustedKeys(KeySource source, IEnumerable<TrustedKey> keys)
    {
        Source = source;
        _byId = keys.DistinctBy(key => key.Id).ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
    }

    /// <summary>The keys that this program was built with.</summary>
    internal static TrustedKeys BuiltIn => Embedded.Value;

    internal KeySource Source { get; }

    /// <summary><see cref="Source"/> as it is shown.</summary>
    internal string SourceWord => Source == KeySource.BuiltIn ? "built_in" : "configured";

    internal IEnumerable<TrustedKey> All => _byId.Values;

    internal TrustedKey? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// The keys of <c>license.trusted_keys</c>, which replace the built-in ones; those when the list is empty, or when the program was built
    /// with <c>FixedLicenseKeys</c>. With a problem the start must stop: trusting fewer keys than configured would be a riddle.
    /// </summary>
    internal static (TrustedKeys? Keys, string? Problem) Load(IReadOnlyCollection<string> files)
    {
#if FIXED_LICENSE_KEYS
        _ = files;
        return (BuiltIn, null);
#else
        return files.Count == 0 ? (BuiltIn, null) : LoadFiles(files);
#endif
    }

    /// <summary>What is wrong with one file of <c>license.trusted_keys</c>; null when it can be used, or is ignored.</summary>
    internal static string? ProblemOf(string file)
    {
#if FIXED_LICENSE_KEYS
        _ = file;
        return null;
#else
        return Read(file).Problem is { } problem ? $"{file}: {problem}" : null;
#endif
    }

#if !FIXED_LICENSE_KEYS
    private const int MostBytes = 64 * 1024;

    private static (TrustedKeys? Keys, string? Problem) LoadFiles(IEnumerable<string> files)
    {
        var keys = new List<TrustedKey>();
        foreach (var file in files)
        {
            var reading = Read(file);
            if (reading.Problem is not null)
            {
                return (null, $"{Setting}: {file}: {reading.Problem}");
            }

            keys.AddRange(reading.Keys);
        }

        return (new TrustedKeys(KeySource.Configured, keys), null);
    }

    private static KeyReading Read(string file) => Storage.ConfinedFile.Read(file, MostBytes) is { Bytes: { } bytes }
        ? JwkReader.ReadPublic(bytes)
        : KeyReading.Bad("it cannot be read");
#endif

    private static IEnumerable<TrustedKey> ReadEmbedded()
    {
        foreach (var name in EmbeddedFiles.List(Root))
        {
            var reading = JwkReader.ReadPublic(EmbeddedFiles.Read(name));
            if (reading.Problem is not null)
            {
                throw new InvalidOperationException($"the built-in key {name}: {reading.Problem}");
            }

            foreach (var key in reading.Keys)
            {
                yield return key;
            }
        }
    }
}
