// A target by its names.
namespace Router.Inference;

/// <summary>The names of a provider and of one of its models; the target itself may have left the configuration.</summary>
internal sealed record TargetName(string Provider, string Model);
