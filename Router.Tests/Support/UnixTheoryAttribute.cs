// A theory about a script for Unix shells; on Windows it has no cases to try.
using Xunit;

namespace Router.Tests.Support;

[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "build.sh is for Unix shells";
        }
    }
}
