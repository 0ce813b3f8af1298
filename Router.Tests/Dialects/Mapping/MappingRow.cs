// Holds one row of the mapping to what is sent and what is told.
using System.Text;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Laws;

namespace Router.Tests.Dialects.Mapping;

/// <summary>Short words for tests whose cases are rows: dialects by their short names, bodies as the members that matter.</summary>
internal static class MappingRow
{
    /// <summary>The request as it goes to a target of another dialect.</summary>
    /// <param name="from">The caller's dialect: <c>chat</c>, <c>responses</c> or <c>messages</c>.</param>
    /// <param name="members">Of the body; a model and one message are added where they are not named.</param>
    /// <param name="to">The target's dialect.</param>
    /// <param name="sent">Pieces of JSON that what is sent must hold, one a line; with <c>!</c> before it, must not.</param>
    /// <param name="lost">All that is told, as in <c>Ignored seed, Refused n</c>.</param>
    /// <param name="row">The row's name in the mapping, told when it does not hold.</param>
    public static void Check(
        string from, string members, string to, string sent, string lost, Func<TargetTraits, TargetTraits>? traits = null, string row = "")
    {
        var (body, losses) = Send(from, members, to, traits);
        foreach (var piece in sent.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece[0] == '!')
            {
                body.Should().NotContain(piece[1..], row);
            }
            else
            {
                body.Should().Contain(piece, row);
            }
        }

        string.Join(", ", losses.Losses.Select(loss => $"{loss.Fate} {loss.Path}").Order(StringComparer.Ordinal)).Should().Be(lost, $"{row} {body}");
    }

    public static (string Body, LossList Losses) Send(string from, string members, string to, Func<TargetTraits, TargetTraits>? traits = null)
    {
        var target = Crossing.Target(Of(to));
        var request = Crossing.Read(Of(from), Encoding.UTF8.GetBytes(Body(from, members)));
        request.Should().NotBeNull(members);
        var (body, losses, _) = Crossing.Write(request!, target with { Traits = traits is null ? target.Traits : traits(target.Traits) });
        return (Encoding.UTF8.GetString(body), losses);
    }

    /// <summary>What a caller of one dialect reads of a stream or a body of another.</summary>
    public static (string Told, LossList Losses) Answer(string upstream, string answer, string caller)
    {
        var losses = new LossList();
        var context = Crossing.Context(Of(upstream), Of(caller), losses);
        var source = Crossing.Source(Of(upstream), Of(caller), losses);
        var bytes = Encoding.UTF8.GetBytes(answer);
        var isStream = !answer.StartsWith('{');
        var told = isStream
            ? Crossing.WriteStream(context, sink => Crossing.ReadStream(bytes, source, sink, () => int.MaxValue).Should().BeNull())
            : Crossing.WriteBody(context, sink => Crossing.ReadBody(bytes, source, sink).Should().BeNull());
        return (Encoding.UTF8.GetString(told), losses);
    }

    public static Dialect Of(string name) => name switch
    {
        "chat" => Dialect.OpenAIChat,
        "responses" => Dialect.OpenAIResponses,
        "messages" => Dialect.AnthropicMessages,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static string Body(string from, string members)
    {
        var talk = from == "responses" ? "\"input\":" : "\"messages\":";
        var rest = new[]
        {
            "\"model\":\"group\"",
            members.Contains(talk, StringComparison.Ordinal) ? "" : from == "responses" ? "\"input\":\"Hi\"" : "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
            from == "messages" && !members.Contains("\"max_tokens\"", StringComparison.Ordinal) ? "\"max_tokens\":9000" : "",
            members,
        };
        return $"{{{string.Join(',', rest.Where(member => member.Length > 0))}}}";
    }
}
