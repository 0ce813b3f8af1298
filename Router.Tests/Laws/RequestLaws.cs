// What holds for every translated request.
using System.Text;
using System.Text.Unicode;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Tests.Laws;

/// <summary>Each says what does not hold, or null. A body that the reader refuses is no case.</summary>
internal static class RequestLaws
{
    public static string? Determinism(MadeRequest made) => ForEachTarget(made, (request, target) =>
    {
        var again = Crossing.Read(made.Dialect, made.Body.ToArray())!;
        var (one, two) = (Crossing.Write(request, target), Crossing.Write(again, target));
        return !one.Body.AsSpan().SequenceEqual(two.Body) ? "other bytes"
            : !one.Losses.Losses.SequenceEqual(two.Losses.Losses) ? "other losses"
            : null;
    });

    public static string? OneDocument(MadeRequest made) => ForEachTarget(made, (request, target) =>
    {
        var body = Crossing.Write(request, target with { Traits = Limits.Of(target.Traits, new Random(made.Dice)) }).Body;
        return !Utf8.IsValid(body) ? "no UTF-8"
            : JsonDocumentScan.TryScan(body, [], out var fault) ? null
            : $"no document ({fault}): {Encoding.UTF8.GetString(body)}";
    });

    public static string? Table(MadeRequest made) => ForEachTarget(made, (request, target) =>
    {
        if (target.Dialect == made.Dialect)
        {
            // Nothing is translated there.
            return null;
        }

        foreach (var traits in new[] { target.Traits, Limits.Of(target.Traits, new Random(made.Dice)) })
        {
            foreach (var loss in Crossing.Write(request, target with { Traits = traits }).Losses.Losses)
            {
                if (!LossPolicy.Rows.Any(row => row.Why == loss.Reason && row.Towards(target.Dialect) == loss.Fate))
                {
                    return $"{loss.Path} is lost to {target.Dialect} ({loss.Reason}) and the table calls that exact";
                }
            }
        }

        return null;
    });

    /// <summary>What was written is read, and written again as the same bytes: neither half forgets or adds anything.</summary>
    public static string? RoundTrip(MadeRequest made) => ForEachTarget(made, (request, target) =>
    {
        var (written, losses, _) = Crossing.Write(request, target);
        if (losses.AnyRefused || losses.Losses.Any(loss => loss.Reason == LossPolicy.Of(LossRule.DocumentBlocks).Why))
        {
            // The text of a document is one text more, and a list of one is as good as a string.
            return null;
        }

        if (Crossing.Read(target.Dialect, written) is not { } again)
        {
            return $"{target.Dialect} refuses what was written: {Encoding.UTF8.GetString(written)}";
        }

        var twice = Crossing.Write(again, target).Body;
        return written.AsSpan().SequenceEqual(twice) ? null
            : $"{target.Dialect}:\n{Encoding.UTF8.GetString(written)}\nwas read and written as\n{Encoding.UTF8.GetString(twice)}";
    });

    public static string? RawJson(MadeRequest made) => ForEachTarget(made, (request, target) =>
    {
        var (body, losses, _) = Crossing.Write(request, target);
        if (losses.AnyRefused || request.ToolChoice is { Allowed.IsEmpty: false } || Crossing.Read(target.Dialect, body) is not { } again)
        {
            return null;
        }

        var (before, after) = (Raw(request), Raw(again));
        var missing = before.Except(after).FirstOrDefault();
        return missing is null ? null : $"{missing} did not arrive at {target.Dialect}: {Encoding.UTF8.GetString(body)}";
    });

    public static string? Bytes(MadeRequest made)
    {
        var adapter = DialectAdapters.Of(made.Dialect);
        if (adapter.ReadHead(made.Body, out _) is not { } head)
        {
            return null;
        }

        var edits = PassthroughEdits.Of(head, head.FixedEdits, made.Body, "provider-model");
        var edited = JsonEdits.Apply(made.Body, edits);
        var sent = new byte[edited.Length];
        var at = 0;
        foreach (var segment in edited)
        {
            segment.Span.CopyTo(sent.AsSpan(at));
            at += segment.Length;
        }

        return WithoutEdits(made).SequenceEqual(WithoutEdits(made with { Body = sent })) ? null : $"sent was {Encoding.UTF8.GetString(sent)}";
    }

    /// <summary>The body without what the router may change: the value of the model's name, and the options of a stream.</summary>
    private static byte[] WithoutEdits(MadeRequest made)
    {
        var body = made.Body;
        foreach (var name in (string[])[.. made.Dialect == Dialect.OpenAIChat ? ["\"stream_options\""] : Array.Empty<string>(), "\"model\""])
        {
            foreach (var (start, valueStart, end) in JsonRanges.TopLevel(body).Where(range => body.AsSpan(range.Start, range.ValueStart - range.Start).StartsWith(Encoding.ASCII.GetBytes(name))))
            {
                body = name == "\"model\"" ? [.. body[..valueStart], .. body[end..]] : JsonRanges.Without(body, start, end);
                break;
            }
        }

        return body;
    }

    /// <summary>Each target of another dialect, and one of the caller's own.</summary>
    private static string? ForEachTarget(MadeRequest made, Func<InferenceRequest, TargetProfile, string?> fault)
    {
        if (Crossing.Read(made.Dialect, made.Body) is not { } request)
        {
            return null;
        }

        return Crossing.Dialects.Select(dialect => fault(request, Crossing.Target(dialect))).FirstOrDefault(found => found is not null);
    }

    private static List<string> Raw(InferenceRequest request)
    {
        var found = new List<string>();
        foreach (var tool in request.Tools.OfType<ToolDefinition.Function>())
        {
            // Messages takes schemas of objects alone.
            if (tool.Parameters is { } schema && Encoding.UTF8.GetString(schema.Span).Contains("\"type\":\"object\"", StringComparison.Ordinal))
            {
                found.Add("schema " + Encoding.UTF8.GetString(schema.Span));
            }
        }

        if (request.Format?.Schema is { } format)
        {
            found.Add("schema " + Encoding.UTF8.GetString(format.Span));
        }

        foreach (var call in request.Turns.SelectMany(turn => turn.Parts).OfType<TurnPart.ToolCall>().Where(call => call.Tool.Kind == ToolKind.Function))
        {
            var plain = call.Input.Form == TextForm.Escaped ? JsonText.Decode(call.Input.Utf8.Span) : Encoding.UTF8.GetString(call.Input.Utf8.Span);
            if (ToolArguments.IsObject(Encoding.UTF8.GetBytes(plain.Trim())))
            {
                found.Add("arguments " + plain.Trim());
            }
        }

        return found;
    }
}
