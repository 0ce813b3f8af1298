// Short forms for the tests of ids that answers create.
using System.Text;
using Router.Dialects;

namespace Router.Tests.Dialects;

/// <summary>What a reader finds, each as <c>Kind value</c>.</summary>
internal static class CreatedIdText
{
    internal delegate void Reader(ReadOnlySpan<byte> json, ref CreatedIds ids);

    /// <summary>The ids of documents that are read one after another.</summary>
    internal static IReadOnlyList<string> In(Reader read, params ReadOnlySpan<string> documents)
    {
        var ids = default(CreatedIds);
        foreach (var document in documents)
        {
            read(Encoding.UTF8.GetBytes(document), ref ids);
        }

        return [.. ids.All.Select(id => $"{id.Kind} {id.Value}")];
    }
}
