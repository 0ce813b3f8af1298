// Holds what the upstream got against what the caller sent: the same bytes, but for the declared edits.
using System.Text.Json;
using Router.Tests.Conformance.Surfaces;
using Router.Tests.Support;

namespace Router.Tests.Conformance;

internal static class ForwardedRequest
{
    private static readonly string[] Credentials = ["authorization", "x-api-key"];

    /// <summary>Null when it is as it must be, else what is wrong.</summary>
    /// <param name="upstream">What the upstream speaks, as the caller does.</param>
    public static string? Fault(Surface upstream, UpstreamRequest forwarded, byte[] sent, string group)
    {
        if (forwarded.Target != upstream.Path)
        {
            return $"forwarded to {forwarded.Target}";
        }

        var (name, value) = upstream.Credential("key-of-the-provider");
        if (Credentials.Any(credential => forwarded[credential] != (credential == name ? value : null)))
        {
            return "the upstream did not get the provider's key alone";
        }

        if (forwarded["accept-encoding"] is { } encoding)
        {
            return $"accept-encoding: {encoding} went to the upstream";
        }

        return upstream.CallerHeaders.Where(header => forwarded[header.Name] != header.Value)
            .Select(header => $"{header.Name} is '{forwarded[header.Name]}' instead of '{header.Value}'").FirstOrDefault()
            ?? BodyFault(forwarded.Body.ToArray(), sent, group, upstream.UsageIsOptional);
    }

    private static string? BodyFault(byte[] forwarded, byte[] sent, string group, bool usageIsOptional)
    {
        if (Member(forwarded, "model"u8) is not { } model)
        {
            return "the forwarded request has no model";
        }

        if (BytesText.Difference("\"up-model\""u8, forwarded.AsSpan(model)) is not null)
        {
            return $"forwarded model {BytesText.Excerpt(forwarded.AsSpan(model))}";
        }

        byte[] restored = [.. forwarded[..model.Start], .. System.Text.Encoding.UTF8.GetBytes($"\"{group}\""), .. forwarded[model.End..]];
        if (usageIsOptional && Member(restored, "stream_options"u8) is { } options)
        {
            using var parsed = JsonDocument.Parse(restored.AsMemory(options));
            if (!parsed.RootElement.TryGetProperty("include_usage", out var asked) || asked.ValueKind != JsonValueKind.True)
            {
                return "stream_options does not ask for the usage";
            }

            return Member(sent, "stream_options"u8) is { } before
                ? BytesText.Difference(sent, (byte[])[.. restored[..options.Start], .. sent[before], .. restored[options.End..]])
                : WithoutMember(restored, options).Any(without => without.AsSpan().SequenceEqual(sent)) ? null
                : BytesText.Difference(sent, restored);
        }

        return BytesText.Difference(sent, restored);
    }

    /// <summary>The bytes without a member that stands first or last; its comma goes with it.</summary>
    private static IEnumerable<byte[]> WithoutMember(byte[] json, Range value)
    {
        var name = json.AsSpan(0, value.Start.Value).LastIndexOf("\"stream_options\""u8);
        var comma = json.AsSpan(0, name).LastIndexOf((byte)',');
        if (comma >= 0)
        {
            yield return [.. json[..comma], .. json[value.End..]];
        }

        if (value.End.Value < json.Length && json[value.End.Value] == ',')
        {
            yield return [.. json[..name], .. json[(value.End.Value + 1)..]];
        }
    }

    /// <summary>Where the value of a top-level member stands.</summary>
    private static Range? Member(byte[] json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return start..(int)reader.BytesConsumed;
            }
        }

        return null;
    }
}
