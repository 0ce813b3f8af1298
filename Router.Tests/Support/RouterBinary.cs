// Which router program is run: a published file, or what was built beside the tests.
namespace Router.Tests.Support;

/// <param name="File">What is executed.</param>
/// <param name="Leading">Arguments before the router's own.</param>
/// <param name="Kind">Said in outputs.</param>
internal sealed record RouterBinary(string File, IReadOnlyList<string> Leading, string Kind)
{
    /// <summary>The environment variable that names a published file.</summary>
    public const string Variable = "ROUTER_BINARY";

    /// <summary>The file given, else the one that <see cref="Variable"/> names, else the built assembly.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static RouterBinary Find(string? file = null)
    {
        file ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;
        return file is null ? Built() : Of(file);
    }

    /// <summary>The newest published file under <c>out/</c> that this machine can run, or null.</summary>
    public static RouterBinary? Published()
    {
        var folder = new DirectoryInfo(RepositoryRoot.At("out"));
        var name = OperatingSystem.IsWindows() ? "router.exe" : "router";
        var runtime = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        return folder.Exists
            ? folder.EnumerateDirectories($"router-*-{runtime}")
                .Select(found => new FileInfo(Path.Combine(found.FullName, name)))
                .Where(found => found.Exists)
                .OrderByDescending(found => found.LastWriteTimeUtc)
                .Select(found => Of(found.FullName))
                .FirstOrDefault()
            : null;
    }

    private static RouterBinary Built() => Of(Path.Combine(AppContext.BaseDirectory, "router.dll"));

    private static RouterBinary Of(string file)
    {
        var full = Path.GetFullPath(file);
        if (!System.IO.File.Exists(full))
        {
            throw new FileNotFoundException("There is no router to run at " + full, full);
        }

        return full.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new RouterBinary(DotnetHost.Path, [full], "built dll")
            : new RouterBinary(full, [], "published file");
    }
}
