// Reads a signed file from where the customer put it.
using Router.Storage;

namespace Router.Licensing;

/// <summary>Opened once, a regular file of at most 64 KiB, inside its own folder; everything else is refused at once.</summary>
internal static class LicenseFile
{
    /// <summary>The bytes; null with the refusal when there are none to judge.</summary>
    internal static byte[]? Read(string path, out LicenseRefusal? refusal)
    {
        var read = path.Length == 0 ? new ConfinedRead(null, FileFault.Missing) : ConfinedFile.Read(path, LicenseVerifier.MostBytes);
        refusal = read.Fault switch
        {
            FileFault.None => null,
            FileFault.Missing => new LicenseRefusal(LicenseReason.Missing, "there is no such file"),
            FileFault.Unreadable => new LicenseRefusal(LicenseReason.Unreadable, "the file cannot be read"),
            FileFault.NotAFile => new LicenseRefusal(LicenseReason.NotAFile, "this is no regular file inside its folder"),
            FileFault.TooLarge => new LicenseRefusal(LicenseReason.TooLarge, "the file has more than 64 KiB"),
        };
        return read.Bytes;
    }
}
