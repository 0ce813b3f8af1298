// Which dialects the router can serve.
using System.Diagnostics.CodeAnalysis;
using Router.Inference;

namespace Router.Dialects;

/// <summary>The adapters; each is stateless and shared.</summary>
internal static class DialectAdapters
{
    private static readonly ChatAdapter Chat = new();

    /// <summary>The adapter of a dialect; false when this build serves no requests of it.</summary>
    internal static bool TryGet(Dialect dialect, [NotNullWhen(true)] out IDialectAdapter? adapter)
    {
        adapter = dialect == Dialect.OpenAIChat ? Chat : null;
        return adapter is not null;
    }

    /// <summary>The adapter of a dialect that is served.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not; ask <see cref="TryGet"/> first.</exception>
    internal static IDialectAdapter Of(Dialect dialect) =>
        TryGet(dialect, out var adapter) ? adapter : throw new ArgumentOutOfRangeException(nameof(dialect));
}
