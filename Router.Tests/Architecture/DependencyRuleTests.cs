// Rooms use only the rooms that the table allows them.
using System.Text.RegularExpressions;
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Architecture;

public sealed partial class DependencyRuleTests
{
    private static readonly Lazy<IReadOnlyCollection<RoomEdge>> Edges = new(() =>
        [.. AssemblyEdges.Of(typeof(Dialect).Assembly.Location), .. UsingEdges()]);

    [Fact]
    public void No_room_uses_another_outside_the_table() => Edges.Value
        .Where(edge => !RoomTable.Composers.Contains(edge.From) && !RoomTable.Allows(edge.From, edge.To))
        .GroupBy(edge => (edge.From, edge.To))
        .Select(edges => edges.First().ToString())
        .Should().BeEmpty();

    [Fact]
    public void Every_permission_is_in_use() => RoomTable.Rows
        .SelectMany(row => row.MayUse.Select(used => (row.Room, Used: used)))
        .Where(permission => !Edges.Value.Any(edge => edge.From == permission.Room && edge.To == permission.Used))
        .Select(permission => $"{permission.Room} need not use {permission.Used}")
        .Should().BeEmpty();

    [Fact]
    public void Every_permission_points_down()
    {
        var order = RoomTable.Rooms.ToList();
        RoomTable.Rows
            .SelectMany(row => row.MayUse.Where(used => order.IndexOf(used) >= order.IndexOf(row.Room) || !order.Contains(used)))
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_folder_is_a_room_and_every_room_a_folder() =>
        SourceTree.Rooms().Should().BeEquivalentTo(RoomTable.Rooms);

    [Fact]
    public void Reading_the_assembly_sees_signatures_bodies_and_generic_arguments()
    {
        var edges = AssemblyEdges.Of(typeof(DependencyRuleTests).Assembly.Location);
        edges.Where(edge => edge.Place.Contains(nameof(DependencyProbe), StringComparison.Ordinal))
            .Select(edge => edge.Mentions.Split('.')[^1])
            .Distinct()
            .Should().BeEquivalentTo(["Dialect", "TokenUsage", "RouterError", "Outcome"]);
    }

    /// <summary>Constants are copied into the code that uses them; what is left of that use is the using directive.</summary>
    private static IEnumerable<RoomEdge> UsingEdges() =>
        from path in SourceTree.CSharpFiles()
        let words = path.Split('/')
        where words is ["Router", _, _, ..]
        from Match match in UsedRoom().Matches(SourceTree.Read(path))
        where match.Groups[1].Value != words[1]
        select new RoomEdge(words[1], match.Groups[1].Value, path, match.Value);

    [GeneratedRegex(@"^using (?:static |\w+ = )?Router\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsedRoom();
}
