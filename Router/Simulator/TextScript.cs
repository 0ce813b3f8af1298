// The words of simulated answers.
using System.Text;

namespace Router.Simulator;

internal static class TextScript
{
    internal const string Refusal = "The simulated model refuses to answer, as its name asks.";

    private const int QuoteLength = 400;

    internal static string Answer(SimulatedRequest request)
    {
        if (request.Form.Json)
        {
            return Json(request);
        }

        var conversation = request.Conversation;
        var text = new StringBuilder("Simulated answer from ").Append(request.Model).Append(": ");
        if (conversation.ResultLengths.Count > 0)
        {
            text.Append("the tools gave ").Append(Count(conversation.ResultLengths.Count, "result"))
                .Append(" (").AppendJoin(", ", conversation.ResultLengths.Select(length => Count(length, "character"))).Append("). You");
        }
        else
        {
            text.Append("you");
        }

        text.Append(" said \"").Append(Quote(conversation.LastUserText)).Append("\".");
        foreach (var kind in conversation.Media.GroupBy(media => media.Kind, StringComparer.Ordinal))
        {
            text.Append(" I saw ").Append(kind.Key == "audio" ? "audio" : Count(kind.Count(), kind.Key))
                .Append(" (").AppendJoin("; ", kind.Select(media => media.Describe())).Append(").");
        }

        return text.Append(" The conversation has ").Append(Count(conversation.Messages, "message")).Append('.').ToString();
    }

    internal static string Reasoning(SimulatedRequest request) =>
        $"A simulated thought: the request has {Count(request.Conversation.Messages, "message")} and {Count(request.Tools.Count, "tool")}, so I answer it plainly.";

    internal static string Big()
    {
        const string Line = "A megabyte of simulated text, line by line.\n";
        var text = new StringBuilder(SimulatorFaults.BigLength + Line.Length);
        while (text.Length < SimulatorFaults.BigLength)
        {
            text.Append(Line);
        }

        return text.ToString(0, SimulatorFaults.BigLength);
    }

    private static string Json(SimulatedRequest request) => request.Form.Schema.IsPresent()
        ? SchemaSampler.Sample(request.Form.Schema)
        : JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("answer", $"Simulated answer from {request.Model}");
            json.WriteEndObject();
        });

    private static string Quote(string text)
    {
        if (text.Length <= QuoteLength)
        {
            return text;
        }

        return TextPieces.Fit(text, QuoteLength / 4) + "…";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
