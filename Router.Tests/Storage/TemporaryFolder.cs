// A folder for the files of one test.
namespace Router.Tests.Storage;

/// <summary>A fresh folder, removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-tests-");

    /// <summary>The path of a file in the folder.</summary>
    internal string File(string name) => Path.Combine(_folder.FullName, name);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
