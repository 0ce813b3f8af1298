// A fact about Unix; on Windows it has nothing to try.
using Xunit;

namespace Router.Tests.Support;

[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "there are no such signals on Windows";
        }
    }
}
