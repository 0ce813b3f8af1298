// The table of rooms: which folder of Router/ may use which. Lowest first; a room uses only rooms above it in this list.
namespace Router.Tests.Architecture;

internal static class RoomTable
{
    /// <summary>Each room with the rooms it may use. The command line and the composition root are not held to any.</summary>
    public static readonly IReadOnlyList<(string Room, string[] MayUse)> Rows =
    [
        ("Inference", []),
        ("Wire", []),
        ("Configuration", ["Inference"]),
        ("Telemetry", ["Inference"]),
        ("Dialects", ["Inference", "Wire"]),
        ("Storage", []),
        ("Quotas", []),
        ("Licensing", ["Configuration", "Storage", "Quotas"]),
        ("Callers", ["Inference", "Configuration", "Storage"]),
        ("Ledger", ["Inference", "Configuration", "Storage", "Quotas"]),
        ("Upstreams", ["Configuration"]),
        ("Routing", ["Inference", "Configuration"]),
        ("Relay", ["Inference", "Wire", "Configuration", "Telemetry", "Dialects", "Callers", "Ledger", "Quotas", "Licensing", "Upstreams", "Routing"]),
        ("Http", ["Inference", "Wire", "Configuration", "Dialects", "Callers", "Ledger", "Licensing", "Relay"]),
        ("Reports", ["Configuration", "Storage", "Licensing"]),
        ("Admin", ["Inference", "Configuration", "Telemetry", "Licensing", "Callers", "Ledger", "Http", "Reports"]),
        ("Simulator", ["Inference"]),
    ];

    /// <summary>Rooms that put the others together, and so may use any.</summary>
    public static readonly IReadOnlyList<string> Composers = ["Commands"];

    public static IEnumerable<string> Rooms => Rows.Select(row => row.Room).Concat(Composers);

    public static bool Allows(string from, string to) =>
        Rows.Any(row => row.Room == from && row.MayUse.Contains(to, StringComparer.Ordinal));
}
