// What the ledger knows of the target that an attempt goes to.
using Router.Inference;

namespace Router.Ledger;

/// <summary>The target's half of a usage row, with the bound that a killed process is priced at.</summary>
/// <param name="Attempt">1 for the first attempt of the request.</param>
/// <param name="HeldInputTokens">Upper bound of the input tokens: the UTF-8 bytes of the request's text, and what its images and documents may count.</param>
/// <param name="HeldOutputTokens">
/// Upper bound of the output tokens: the caller's limit, else the model's; when neither is known what a limit on tokens holds, 0 without one.
/// </param>
/// <param name="HeldImages">How many images the request has.</param>
internal sealed record TargetFacts(
    int Attempt,
    string Provider,
    string Model,
    Dialect UpstreamDialect,
    string Region,
    string Billing,
    PriceList Prices,
    long HeldInputTokens,
    long HeldOutputTokens,
    int HeldImages = 0);
