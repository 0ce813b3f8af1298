// Makes up JSON, every text of it with a word that occurs nowhere else.
using System.Globalization;

namespace Router.Tests.Laws;

/// <summary>
/// One for each made-up document. A word is such as <c>w12x</c>: where it turns up again, its text has been carried. What surrounds it is
/// what texts are made of in practice and what breaks careless code: escapes, halves of surrogate pairs, quotes, control characters.
/// </summary>
internal sealed class JsonMaker(Random random)
{
    private static readonly string[] Ornaments =
    [
        "", "", "", " ", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud83e\\uddd7", "\\ud800", "\\u0000", "Zürich", "🧗‍♀️", "{}", "[", "data: ", "<|end|>",
    ];

    private static readonly string[] Numbers = ["0", "1", "-1", "1.0", "0.50", "1e2", "12345678901234567890", "0.1000000000000000055"];

    private int _words;

    /// <summary>True once in so many times.</summary>
    public bool Once(int inTimes) => random.Next(inTimes) == 0;

    public int Number(int least, int most) => random.Next(least, most + 1);

    public T One<T>(params T[] values) => values[random.Next(values.Length)];

    /// <summary>A word that is in this document once.</summary>
    public string Word() => string.Create(CultureInfo.InvariantCulture, $"w{++_words}x");

    /// <summary>A JSON string of one word alone: a name or an id.</summary>
    public string Name() => $"\"{Word()}\"";

    /// <summary>A JSON string of a word and what may stand around it.</summary>
    public string Text() => $"\"{One(Ornaments)}{Word()}{One(Ornaments)}\"";

    /// <summary>One of these words, as a JSON string.</summary>
    public string OneOf(params string[] words) => $"\"{One(words)}\"";

    public string Bool() => One("true", "false");

    /// <summary>A JSON value of whatever kind, to be carried as it is.</summary>
    public string Any(int depth = 2) => Number(0, depth > 0 ? 5 : 2) switch
    {
        0 => One(Numbers),
        1 => Text(),
        2 => One("true", "false", "null"),
        3 => List(0, 3, () => Any(depth - 1)),
        _ => Raw(depth - 1),
    };

    /// <summary>An object whose keys are in no order and whose numbers are written in every way.</summary>
    public string Raw(int depth = 2) => Object([.. Enumerable.Range(0, Number(0, 3)).Select(_ => Member(Word(), Any(depth)))]);

    /// <summary>A JSON schema of an object.</summary>
    public string Schema() => Object(
        Member("type", "\"object\""),
        Maybe(2, "title", Text),
        Member("properties", Object(Member(Word(), Object(Member("type", OneOf("string", "number")), Maybe(2, "default", () => Any())))), Once(4)),
        Maybe(3, "additionalProperties", () => "false"));

    /// <summary>An object of the members that are not null, with white space here and there.</summary>
    public string Object(params string?[] members)
    {
        var space = One("", "", "", " ", "\n\t");
        return $"{{{space}{string.Join($",{space}", members.Where(member => member is not null))}{space}}}";
    }

    public string List(int least, int most, Func<string> item) =>
        $"[{string.Join(One(",", ", "), Enumerable.Range(0, Number(least, most)).Select(_ => item()))}]";

    public static string Member(string name, string value) => $"\"{name}\":{value}";

    /// <summary>The member, or null when <paramref name="isLeftOut"/>.</summary>
    public static string? Member(string name, string value, bool isLeftOut) => isLeftOut ? null : Member(name, value);

    /// <summary>The member, once in so many times.</summary>
    public string? Maybe(int inTimes, string name, Func<string> value) => Once(inTimes) ? Member(name, value()) : null;

    /// <summary>JSON as the inside of a JSON string.</summary>
    public static string Quoted(string json) =>
        $"\"{json.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"";

    /// <summary>A number between two bounds, written in one of two ways.</summary>
    public string Fraction(double most) => (random.Next((int)(most * 100) + 1) / 100.0).ToString(One("0.0#", "0.00"), CultureInfo.InvariantCulture);
}
