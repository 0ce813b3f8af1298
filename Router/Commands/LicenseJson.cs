// How the claims that are written become text.
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Router.Commands;

/// <summary>Made at build time: the product uses no reflection for JSON.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class LicenseJson : JsonSerializerContext;
