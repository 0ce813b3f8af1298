// Log lines are found by their id: each id is used once, and lies in the block of its room.
using System.Reflection;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Router.Inference;
using Xunit;

namespace Router.Tests.Architecture;

public sealed class EventIdTests
{
    private static readonly Dictionary<string, int> BlockOfRoom = new(StringComparer.Ordinal)
    {
        ["Configuration"] = 1000,
        ["Telemetry"] = 1100,
        ["Storage"] = 1300,
        ["Licensing"] = 1400,
        ["Callers"] = 1500,
        ["Ledger"] = 1600,
        ["Upstreams"] = 1800,
        ["Routing"] = 1900,
        ["Relay"] = 2000,
        ["Http"] = 2100,
        ["Admin"] = 2300,
        ["Simulator"] = 2400,
        ["Commands"] = 2500,
    };

    private static readonly (Type Type, string Name, LoggerMessageAttribute Line)[] Lines = [..
        from type in typeof(Dialect).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let line = method.GetCustomAttribute<LoggerMessageAttribute>()
        where line is not null
        select (type, method.Name, line)];

    [Fact]
    public void There_are_log_lines() => Lines.Should().NotBeEmpty();

    [Fact]
    public void Each_id_is_used_once() => Lines
        .GroupBy(line => line.Line.EventId)
        .Where(same => same.Count() > 1)
        .Select(same => $"{same.Key}: {string.Join(", ", same.Select(line => $"{line.Type.FullName}.{line.Name}"))}")
        .Should().BeEmpty();

    [Fact]
    public void Each_id_lies_in_the_block_of_its_room() => Lines
        .Where(line => !BlockOfRoom.TryGetValue(line.Type.Namespace!.Split('.')[^1], out var block)
            || line.Line.EventId < block || line.Line.EventId >= block + 100)
        .Select(line => $"{line.Type.FullName}.{line.Name} has {line.Line.EventId}")
        .Should().BeEmpty();

    [Fact]
    public void Log_lines_of_a_room_stand_in_its_log_file() => Lines
        .Where(line => line.Type.Name != "Log")
        .Select(line => $"{line.Type.FullName}.{line.Name}")
        .Should().BeEmpty();
}
