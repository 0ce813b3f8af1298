// One law of translation, to be tried on as many made-up cases as one likes.
using FsCheck;
using FsCheck.Fluent;

namespace Router.Tests.Laws;

/// <param name="Name">The law in a sentence.</param>
/// <param name="Property">Holds for every case.</param>
internal sealed record Law(string Name, Property Property)
{
    /// <summary>A law about one kind of case; <paramref name="fault"/> says what does not hold, null when all does.</summary>
    public static Law Of<T>(string name, Arbitrary<T> cases, Func<T, string?> fault) =>
        new(name, Prop.ForAll(cases, one => fault(one) is { } found ? false.Label(found) : true.ToProperty()));

    /// <summary>Tries so many cases; throws with the smallest case found that breaks the law.</summary>
    public void Try(int cases, ulong seed) =>
        Property.Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(seed, 1));
}
