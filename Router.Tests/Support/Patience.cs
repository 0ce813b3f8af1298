// The one real-time limit of the tests: a wait for something that never comes fails instead of hanging the run.
namespace Router.Tests.Support;

internal static class Patience
{
    /// <summary>Long enough for a busy machine; no test that passes ever waits for it.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    public static Task Within(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Limit);
}
