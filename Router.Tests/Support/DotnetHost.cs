// The dotnet program that runs built assemblies.
namespace Router.Tests.Support;

internal static class DotnetHost
{
    /// <summary>The one that runs this program when it is one, so that a child has the same runtime; else the one on the path.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        var own = Environment.ProcessPath;
        return own is not null && System.IO.Path.GetFileNameWithoutExtension(own).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? own
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    }
}
