// The tables of the page on translation, made from the one table of losses.
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Router.Dialects;
using Router.Inference;

namespace Router.Tests.Admin;

internal static class TranslationTables
{
    private static readonly (Dialect Dialect, string Name)[] Protocols =
    [
        (Dialect.OpenAIChat, "Chat Completions"), (Dialect.OpenAIResponses, "Responses"), (Dialect.AnthropicMessages, "Messages"),
    ];

    /// <summary>A table for each protocol that a caller may speak, and one for what services answer.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        foreach (var (source, name) in Protocols)
        {
            text.Append("## From ").Append(name).Append("\n\n");
            Append(text, source, LossPolicy.Rows.Where(row => !IsOfAnswers(row)));
        }

        text.Append("## Answers\n\nWhat a service answers is translated back. These are told in the same headers, where the answer has not begun when they are met.\n");
        foreach (var (source, name) in Protocols)
        {
            text.Append("\n### Of a service that speaks ").Append(name).Append("\n\n");
            Append(text, source, LossPolicy.Rows.Where(IsOfAnswers));
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, Dialect source, IEnumerable<LossRow> rows)
    {
        var others = Protocols.Where(protocol => protocol.Dialect != source).ToList();
        text.Append("| field | to ").AppendJoin(" | to ", others.Select(other => other.Name)).Append(" | why, or what is done | unless |\n");
        text.Append("| --- | --- | --- | --- | --- |\n");
        foreach (var row in rows.Where(row => row.NameIn(source) is not null && others.Any(other => row.Towards(other.Dialect) != Fate.Exact)))
        {
            text.Append("| ").Append(Field(row.NameIn(source)!)).Append(" | ")
                .AppendJoin(" | ", others.Select(other => Cell(row, source, other.Dialect)))
                .Append(" | ").Append(row.Why).Append(" | ").Append(row.Unless).Append(row.Unless is null ? "|\n" : " |\n");
        }

        text.Append('\n');
    }

    private static string Cell(LossRow row, Dialect source, Dialect target)
    {
        var fate = row.Towards(target);
        return fate != Fate.Exact && row.Unless is { } unless && IsMet(unless, source, target) ? $"carried, else {Word(fate)}" : Word(fate);
    }

    /// <summary>True when the dialect's own service can do what the condition names.</summary>
    private static bool IsMet(string unless, Dialect source, Dialect target)
    {
        var isMet = true;
        foreach (var condition in unless.Split(", "))
        {
            if (condition == "or no side is Messages")
            {
                isMet |= source != Dialect.AnthropicMessages && target != Dialect.AnthropicMessages;
            }
            else
            {
                isMet &= typeof(TargetTraits).GetProperty(char.ToUpperInvariant(condition[0]) + condition[1..], BindingFlags.Instance | BindingFlags.NonPublic)
                    ?.GetValue(TargetTraits.Of(target)) switch
                {
                    bool can => can,
                    int most => most > 0,
                    decimal most => most > 0,
                    ReasoningSupport reasoning => reasoning != ReasoningSupport.None,
                    ImmutableArray<ServiceTier> tiers => tiers.Length > 0,
                    _ => false,
                };
            }
        }

        return isMet;
    }

    private static bool IsOfAnswers(LossRow row) => row.Rule >= LossRule.AnswerDocumentCitation;

    private static string Field(string name) => name switch
    {
        "(unknown)" => "any field that the router does not know",
        "(any)" => "any value that the router does not know",
        _ => string.Join(" with ", name.Split(" with ").Select(one => $"`{one}`")),
    };

    private static string Word(Fate fate) => fate switch
    {
        Fate.Exact => "carried",
        Fate.Ignored => "ignored",
        Fate.Approximated => "close",
        Fate.Refused => "refused",
    };
}
