// How the chat dialect reads JSON.
using System.Text.Json;
using Router.Wire;

namespace Router.Dialects;

/// <summary>Readers of the depth that a checked body may have.</summary>
internal static class ChatJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonDocumentScan.MaxDepth + 2 };

    internal static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, Options);
}
