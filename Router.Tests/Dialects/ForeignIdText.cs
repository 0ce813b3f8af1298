// Short forms for the tests of ids in requests.
using System.Text;
using Router.Dialects;
using Router.Inference;
using Router.Wire;

namespace Router.Tests.Dialects;

/// <summary>What a reader finds, each as <c>Kind path value</c>.</summary>
internal static class ForeignIdText
{
    internal delegate bool Reader(in RequestMembers members, ref RouterError? error, out IReadOnlyList<ForeignId> ids);

    internal static IReadOnlyList<string> InResponses(string body) => In(body, ResponsesForeignIds.TryRead);

    internal static IReadOnlyList<string> InMessages(string body) => In(body, MessagesForeignIds.TryRead);

    internal static IReadOnlyList<string> InChat(string messages) => In($$"""{"messages":{{messages}}}""", ChatForeignIds.TryRead);

    internal static IReadOnlyList<string> In(string body, Reader read)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        if (!RequestMembers.TryScan(bytes, out var members, out var error) || !read(members, ref error, out var ids))
        {
            throw new ArgumentException(error!.Message, nameof(body));
        }

        var paths = JsonPath.Of(bytes, ids.Select(id => id.Offset).ToArray());
        return [.. ids.Select((id, i) => $"{id.Kind} {paths[i]} {id.Value}")];
    }
}
