// One use of a room by another, with the place where it was seen.
namespace Router.Tests.Architecture;

internal sealed record RoomEdge(string From, string To, string Place, string Mentions)
{
    public override string ToString() => $"{From} uses {To}: {Place} mentions {Mentions}";
}
