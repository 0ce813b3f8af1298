// The keys of a model under a provider.
using System.Globalization;
using Router.Inference;

namespace Router.Configuration;

/// <summary>What a model is called, can do and costs.</summary>
internal static class ModelTable
{
    private const int LongestSource = 64;

    private static readonly string[] CapabilityWords = [.. CapabilityNames.Of(ModelCapabilities.All)];

    private static readonly Setting Input = Price("input", "USD per million uncached input tokens.");
    private static readonly Setting Output = Price("output", "USD per million output tokens, reasoning included.");
    private static readonly Setting CacheRead = Price("cache_read", "USD per million input tokens read from a prompt cache.");
    private static readonly Setting CacheWrite = Price("cache_write", "USD per million input tokens written to a prompt cache.");
    private static readonly Setting CacheWrite1h = Price("cache_write_1h", "USD per million input tokens written to a one-hour prompt cache.");
    private static readonly Setting Image = Price("image", "USD per image.");

    private static readonly Setting Source = new(
        "source", "Where the prices are from; copied into the ledger.", Values.Text(0, LongestSource), "configuration");

    private static readonly Setting Updated = new("updated", "The day of the prices; copied into the ledger.", Values.Day);

    private static readonly Setting Id = new(
        "id", "The provider's own name for the model; the entry's name when not set.", Values.Text(1, 256));

    private static readonly Setting ContextTokens = new(
        "context_tokens", "Context window in tokens; 0 when not known.", Values.Integer(0, 1_000_000_000), "0");

    private static readonly Setting MaxOutputTokens = new(
        "max_output_tokens", "Most output tokens of one answer; 0 when not known.", Values.Integer(0, 1_000_000_000), "0");

    private static readonly Setting MaxImageTokens = new(
        "max_image_tokens", "Most input tokens that one image may count; held for a request where tokens are limited.", Values.Integer(0, 1_000_000), "10000");

    private static readonly Setting Capabilities = new(
        "capabilities", "What the model can do; everything when not set.",
        new ListShape(Values.Choice(CapabilityWords)),
        $"[{string.Join(", ", CapabilityWords)}]");

    private static readonly Setting Traits = new(
        "traits", "Finer facts of the model, for requests that are translated to its dialect.", TraitTable.Shape, "{}");

    private static readonly Setting Prices = new(
        "prices", "What the model costs, in USD.",
        new SectionShape(Input, Output, CacheRead, CacheWrite, CacheWrite1h, Image, Source, Updated), "{}");

    private static readonly Setting Validation = UnbuiltShape.Key("validation", "How the model did on a workload.");

    internal static SectionShape Shape { get; } =
        new(Id, ContextTokens, MaxOutputTokens, MaxImageTokens, Capabilities, Traits, Prices, Validation);

    internal static Model Read(SectionView model)
    {
        if (!model.Has(Prices))
        {
            model.Warn(Prices, "no prices: what this model serves is counted as costing nothing");
        }

        return new Model(
            model.Name,
            model.Find<string>(Id) ?? model.Name,
            model.Get<long>(ContextTokens),
            model.Get<long>(MaxOutputTokens),
            model.Values<string>(Capabilities).Aggregate(ModelCapabilities.None, (all, one) => all | CapabilityNames.Parse(one.Value)),
            model.Has(Prices) ? ReadPrices(model.Section(Prices)) : PriceList.Free)
        {
            MaxImageTokens = model.Get<long>(MaxImageTokens),
            Traits = TraitTable.Read(model.Section(Traits)),
        };
    }

    private static PriceList ReadPrices(SectionView prices)
    {
        var source = prices.Get<string>(Source);
        if (prices.Has(Updated))
        {
            source = string.Create(CultureInfo.InvariantCulture, $"{source} ({prices.Find<DateOnly>(Updated):yyyy-MM-dd})").TrimStart();
            if (source.Length > LongestSource)
            {
                prices.Problem(Source, $"must be at most {LongestSource} characters together with the day");
            }
        }

        return new PriceList(
            prices.Get<long>(Input), prices.Get<long>(Output), prices.Get<long>(CacheRead),
            prices.Get<long>(CacheWrite), prices.Get<long>(CacheWrite1h), prices.Get<long>(Image), source);
    }

    private static Setting Price(string name, string description) => new(name, description, PriceText.Shape, "0");
}
