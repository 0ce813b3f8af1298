// The keys of a model's traits.
using System.Collections.Immutable;
using System.Globalization;
using Router.Inference;

namespace Router.Configuration;

/// <summary>
/// Finer facts of a model (mapping section 9), for requests that are translated: what is not set is as the dialect's own service has it.
/// A request in the model's own dialect goes through as it is.
/// </summary>
internal static class TraitTable
{
    private static readonly (string Name, ReasoningSupport Value)[] Supports =
    [
        ("none", ReasoningSupport.None), ("effort", ReasoningSupport.Effort), ("budget", ReasoningSupport.Budget),
        ("adaptive", ReasoningSupport.Adaptive),
    ];

    private static readonly (string Name, ReasoningEffort Value)[] Levels =
    [
        ("none", ReasoningEffort.None), ("minimal", ReasoningEffort.Minimal), ("low", ReasoningEffort.Low), ("medium", ReasoningEffort.Medium),
        ("high", ReasoningEffort.High), ("xhigh", ReasoningEffort.XHigh), ("max", ReasoningEffort.Max),
    ];

    private static readonly (string Name, ToolIdPattern Value)[] Patterns =
    [
        ("any", ToolIdPattern.Any), ("word", ToolIdPattern.Word), ("nine_alphanumerics", ToolIdPattern.NineAlphanumerics),
    ];

    private static readonly (string Name, OutputLimitField Value)[] LimitFields =
    [
        ("max_completion_tokens", OutputLimitField.MaxCompletionTokens), ("max_tokens", OutputLimitField.MaxTokens),
    ];

    private static readonly (string Name, ServiceTier Value)[] Tiers =
    [
        ("auto", ServiceTier.Auto), ("standard", ServiceTier.Standard), ("flex", ServiceTier.Flex), ("scale", ServiceTier.Scale),
        ("priority", ServiceTier.Priority),
    ];

    private static readonly Setting ReasoningLevels = new(
        "reasoningLevels", "The levels of reasoning it takes; none among them when it can be switched off.",
        new ListShape(Values.Choice(Names(Levels)), least: 1));

    private static readonly Setting ServiceTiers = new(
        "serviceTiers", "The classes of service it has.", new ListShape(Values.Choice(Names(Tiers))));

    private static readonly Trait[] Single =
    [
        Flag("images", "Takes images.", (traits, on) => traits with { Images = on }),
        Flag("imageUrls", "Takes images by address.", (traits, on) => traits with { ImageUrls = on }),
        Flag("documents", "Takes documents.", (traits, on) => traits with { Documents = on }),
        Flag("documentUrls", "Takes documents by address.", (traits, on) => traits with { DocumentUrls = on }),
        Flag("tools", "Calls tools.", (traits, on) => traits with { Tools = on }),
        Flag("parallelTools", "Calls several tools in one turn.", (traits, on) => traits with { ParallelTools = on }),
        Flag("customTools", "Calls tools whose input is free text.", (traits, on) => traits with { CustomTools = on }),
        Number("toolNameMax", "Longest name of a tool, in characters.", 16, 1024, (traits, most) => traits with { ToolNameMax = (int)most }),
        Word("toolIdPattern", "What the id of a tool's call may be made of.", Patterns, (traits, to) => traits with { ToolIdPattern = to }),
        Flag("toolResultImages", "Takes images in a tool's result.", (traits, on) => traits with { ToolResultImages = on }),
        Flag("jsonSchema", "Answers by a JSON schema.", (traits, on) => traits with { JsonSchema = on }),
        Flag("jsonObject", "Answers in JSON without a schema.", (traits, on) => traits with { JsonObject = on }),
        Word("reasoning", "How reasoning is asked for.", Supports, (traits, to) => traits with { Reasoning = to }),
        Flag("sampling", "Takes temperature and top_p.", (traits, on) => traits with { Sampling = on }),
        new(
            new Setting("temperatureMax", "Highest temperature.", Decimal(0, 10)),
            (traits, value) => traits with { TemperatureMax = (decimal)value }),
        Flag("topK", "Takes top_k.", (traits, on) => traits with { TopK = on }),
        Flag("penalties", "Takes presence and frequency penalties.", (traits, on) => traits with { Penalties = on }),
        Flag("seed", "Takes a seed.", (traits, on) => traits with { Seed = on }),
        Flag("logprobs", "Gives log probabilities.", (traits, on) => traits with { LogProbs = on }),
        Number("stopMax", "Most stop sequences.", 0, int.MaxValue, (traits, most) => traits with { StopMax = (int)most }),
        Flag("midSystem", "Takes a system message in mid-conversation.", (traits, on) => traits with { MidSystem = on }),
        Flag("prefill", "Goes on with an assistant's text that comes last.", (traits, on) => traits with { Prefill = on }),
        Word("maxTokensField", "The name of the output limit in Chat.", LimitFields, (traits, to) => traits with { MaxTokensField = to }),
        Flag("store", "Can keep an answer when told to.", (traits, on) => traits with { Store = on }),
        Flag(
            "totalExcludesReasoning", "Counts reasoning outside completion_tokens, in total_tokens alone.",
            (traits, on) => traits with { TotalExcludesReasoning = on }),
        Flag("cacheBreakpoints", "Takes marks of what a prompt cache keeps.", (traits, on) => traits with { CacheBreakpoints = on }),
        Flag("contentParts", "Takes lists of parts, not only text, as a message.", (traits, on) => traits with { ContentParts = on }),
    ];

    // Names of the mapping that no translator asks for.
    private static readonly Setting[] Unused =
    [
        Unbuilt("audioIn", "Hears audio.", new UnbuiltShape("boolean")),
        Unbuilt("audioOut", "Speaks audio.", new UnbuiltShape("boolean")),
        Unbuilt("n", "Gives several answers to one request.", new UnbuiltShape("boolean")),
        Unbuilt("maxOutput", "Most output tokens of one answer.", new UnbuiltShape("integer", "set the model's max_output_tokens instead")),
        Unbuilt("contextWindow", "Context window in tokens.", new UnbuiltShape("integer", "set the model's context_tokens instead")),
        Unbuilt("serverTools", "Runs tools of its own.", new UnbuiltShape("boolean")),
        Unbuilt("countTokens", "Counts the tokens of a request.", new UnbuiltShape("boolean")),
    ];

    internal static SectionShape Shape { get; } = new([.. Single.Select(trait => trait.Setting), ReasoningLevels, ServiceTiers, .. Unused]);

    /// <summary>What the section changes in the traits of a dialect's own service.</summary>
    internal static Func<TargetTraits, TargetTraits> Read(SectionView section)
    {
        List<Func<TargetTraits, TargetTraits>> changes =
        [
            .. from trait in Single
               where section.Has(trait.Setting)
               let value = section.Find<object>(trait.Setting)
               where value is not null
               select (Func<TargetTraits, TargetTraits>)(traits => trait.Change(traits, value)),
        ];
        if (section.Has(ReasoningLevels))
        {
            var levels = Listed(section, ReasoningLevels, Levels).Order().ToImmutableArray();
            changes.Add(traits => traits with { ReasoningLevels = levels });
        }

        if (section.Has(ServiceTiers))
        {
            var tiers = Listed(section, ServiceTiers, Tiers).ToImmutableArray();
            changes.Add(traits => traits with { ServiceTiers = tiers });
        }

        return traits => changes.Aggregate(traits, (changed, change) => change(changed));
    }

    private static Trait Flag(string name, string description, Func<TargetTraits, bool, TargetTraits> change) =>
        new(new Setting(name, description, Values.Flag), (traits, value) => change(traits, (bool)value));

    private static Trait Number(string name, string description, long least, long most, Func<TargetTraits, long, TargetTraits> change) =>
        new(new Setting(name, description, Values.Integer(least, most)), (traits, value) => change(traits, (long)value));

    private static Trait Word<T>(string name, string description, (string Name, T Value)[] words, Func<TargetTraits, T, TargetTraits> change) =>
        new(
            new Setting(name, description, Values.Choice(Names(words))),
            (traits, value) => change(traits, Array.Find(words, word => word.Name == (string)value).Value));

    private static Setting Unbuilt(string name, string description, UnbuiltShape shape) =>
        new(name, $"{description} Not available in this version.", shape);

    private static ValueShape Decimal(decimal least, decimal most) => new()
    {
        Type = "number",
        Parse = (text, _) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? (value, null) : (null, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}")),
        Constraints = writer =>
        {
            writer.WriteNumber("minimum", least);
            writer.WriteNumber("maximum", most);
        },
    };

    private static IEnumerable<T> Listed<T>(SectionView section, Setting setting, (string Name, T Value)[] words) =>
        section.Values<string>(setting).Select(one => Array.Find(words, word => word.Name == one.Value).Value).Distinct();

    private static string[] Names<T>((string Name, T Value)[] words) => Array.ConvertAll(words, word => word.Name);

    /// <param name="Setting">The key, without a default.</param>
    /// <param name="Change">Sets the trait to the parsed value.</param>
    private sealed record Trait(Setting Setting, Func<TargetTraits, object, TargetTraits> Change);
}
