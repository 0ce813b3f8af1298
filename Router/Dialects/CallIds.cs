// Makes the id of a tool call fit a target.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Router.Inference;

namespace Router.Dialects;

/// <summary>
/// An id that fits is left alone; another becomes one made of its hash, so that call and result still agree, in this turn and in every
/// later one. Towards callers ids always pass unchanged: they send them back.
/// </summary>
internal static class CallIds
{
    private const int LongestId = 64;
    private const int NineLength = 9;
    private const string Alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The id to write.</summary>
    internal static string Fit(string id, ToolIdPattern pattern) => pattern switch
    {
        ToolIdPattern.Any => id,
        ToolIdPattern.Word => IsWord(id) ? id : "call_" + Convert.ToHexStringLower(Hash(id).AsSpan(0, 12)),
        ToolIdPattern.NineAlphanumerics => IsNine(id) ? id : Nine(id),
    };

    private static bool IsWord(string id) =>
        id.Length is > 0 and <= LongestId && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    private static bool IsNine(string id) => id.Length == NineLength && id.All(char.IsAsciiLetterOrDigit);

    private static string Nine(string id)
    {
        var hash = Hash(id);
        return string.Create(NineLength, hash, static (letters, hash) =>
        {
            for (var index = 0; index < letters.Length; index++)
            {
                letters[index] = Alphanumerics[hash[index] % Alphanumerics.Length];
            }
        });
    }

    /// <summary>Over the units of the text, since an id may hold half a surrogate pair, which no encoding carries.</summary>
    private static byte[] Hash(string id) => SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan()));
}
