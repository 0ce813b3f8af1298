// What a client has already and need not be sent again.
using Microsoft.Net.Http.Headers;

namespace Router.Http;

/// <summary>The question of <c>If-None-Match</c>, on both listeners.</summary>
internal static class EntityTags
{
    /// <summary>True when the header holds <paramref name="tag"/>, alone or in a list, weak or strong, or is <c>*</c>.</summary>
    internal static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
