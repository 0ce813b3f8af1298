// Every law of translation holds, for ten thousand made-up cases each.
using Xunit;

namespace Router.Tests.Laws;

/// <summary>The same cases in every run; <c>./build.sh fuzz laws</c> tries more, and others.</summary>
public sealed class LawTests
{
    private const int Cases = 10_000;

    public static TheoryData<string> Names => new(LawBook.All.Select(law => law.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Law(string name) => LawBook.All.Single(law => law.Name == name).Try(Cases, seed: 1);
}
