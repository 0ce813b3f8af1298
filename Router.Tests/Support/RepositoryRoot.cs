// Where the source lies that the tests were built from.
namespace Router.Tests.Support;

internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>A path inside the repository, written with forward slashes.</summary>
    public static string At(string relative) => System.IO.Path.Combine(Path, relative);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Router.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository: no Router.slnx above " + AppContext.BaseDirectory);
    }
}
