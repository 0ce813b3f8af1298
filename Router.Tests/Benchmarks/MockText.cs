// The text that the mock's answers carry: the same in every dialect, so that their figures can be compared.
namespace Router.Tests.Benchmarks;

internal static class MockText
{
    /// <summary>Text of exactly so many bytes that JSON needs not escape.</summary>
    public static string Of(int bytes) => string.Concat(Enumerable.Repeat("lorem ipsum dolor ", bytes / 18 + 1))[..bytes];

    /// <summary>Cuts a text into pieces of almost equal length.</summary>
    public static IEnumerable<string> Pieces(string text, int count)
    {
        for (var number = 0; number < count; number++)
        {
            yield return text[(int)((long)number * text.Length / count)..(int)((long)(number + 1) * text.Length / count)];
        }
    }
}
