// Leaves the signals of the process to the process.
namespace Router.Http;

/// <summary>The default lifetime takes SIGINT and SIGTERM for itself; the router stops its listeners in its own order.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
