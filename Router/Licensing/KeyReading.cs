// What came of a file with keys.
namespace Router.Licensing;

/// <summary>The keys of one file, or what is wrong with it; the text never holds anything of a key.</summary>
/// <param name="Signing">The private half, where the file has one and was asked for it.</param>
internal sealed record KeyReading(IReadOnlyList<TrustedKey> Keys, SigningKey? Signing, string? Problem)
{
    internal static KeyReading Bad(string problem) => new([], null, problem);
}
