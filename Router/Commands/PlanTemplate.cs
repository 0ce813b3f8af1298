// What a licence of a plan begins from.
using System.Text.Json.Nodes;
using Router.Licensing;

namespace Router.Commands;

/// <summary>One file of <c>licenses/plans/</c>: claims that every licence of the plan has, and how long it is good.</summary>
internal sealed record PlanTemplate(JsonObject Claims, TimeSpan ValidFor, TimeSpan Grace)
{
    private const string Root = "licenses/plans/";

    /// <summary>The names of all plans.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. EmbeddedFiles.List(Root).Select(name => Path.GetFileNameWithoutExtension(name))];

    /// <summary>The plan of a name that is one of <see cref="Names"/>.</summary>
    internal static PlanTemplate Find(string name)
    {
        var plan = JsonNode.Parse(EmbeddedFiles.Read($"{Root}{name}.json"))!.AsObject();
        return new PlanTemplate(plan["claims"]!.AsObject(), Duration(plan, "valid_for"), Duration(plan, "grace"));
    }

    /// <summary>The claims of the plan, with those of a customer over them; lists are replaced whole. Times run from <paramref name="now"/> where none are given.</summary>
    internal JsonObject With(JsonObject given, long now)
    {
        var claims = Over(Claims, given);
        claims["iat"] ??= now;
        claims["nbf"] ??= claims["iat"]!.DeepClone();
        if (claims["exp"] is null && Seconds(claims["nbf"]) is { } from)
        {
            claims["exp"] = from + (long)ValidFor.TotalSeconds;
        }

        if (claims["grace_until"] is null && Seconds(claims["exp"]) is { } until)
        {
            claims["grace_until"] = until + (long)Grace.TotalSeconds;
        }

        return claims;
    }

    private static JsonObject Over(JsonObject under, JsonObject over)
    {
        var joined = under.DeepClone().AsObject();
        foreach (var (name, value) in over)
        {
            joined[name] = joined[name] is JsonObject inner && value is JsonObject given ? Over(inner, given) : value?.DeepClone();
        }

        return joined;
    }

    // What is no number is left for the check of the claims to complain about.
    private static long? Seconds(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long seconds) ? seconds : null;

    private static TimeSpan Duration(JsonObject plan, string name) =>
        plan[name] is { } text && LifetimeText.TryParse(text.GetValue<string>(), out var duration) ? duration : TimeSpan.Zero;
}
