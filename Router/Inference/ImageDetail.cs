// How closely an image is to be looked at.
namespace Router.Inference;

/// <summary>The <c>detail</c> of Chat and Responses.</summary>
internal enum ImageDetail
{
    Auto,
    Low,
    High,

    /// <summary>Responses only.</summary>
    Original,
}
