// A folder of its own for one test, gone afterwards.
namespace Router.Tests.Support;

internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-tests-");

    public string Path => _folder.FullName;

    /// <summary>The full path of a file or folder inside; nothing is made.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file (and the folders on the way) and returns its full path.</summary>
    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string relative) => File.ReadAllText(this[relative]);

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test removed it itself.
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            // A file is still open there for a moment; the system's own clean-up takes the folder.
        }
    }

    public override string ToString() => Path;
}
