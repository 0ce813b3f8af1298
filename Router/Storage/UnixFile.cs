// The few calls to the system that the framework has no door to: opening without waiting, and what kind of thing a handle is.
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Router.Storage;

/// <summary>Linux and macOS; the numbers are those of their headers.</summary>
internal static class UnixFile
{
    private const int NoSuchEntry = 2;
    private const int NoSuchDevice = 6;
    private const int NotAFolder = 20;

    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;

    // statx has one layout on every machine of Linux, where stat has one for each.
    private const int EmptyPath = 0x1000;
    private const uint WantType = 1;
    private const int StatxBytes = 256;
    private const int StatxModeOffset = 28;
    private const int MacStatBytes = 144;
    private const int MacModeOffset = 4;

    /// <summary>Opens for reading, and never waits for the other end of a pipe; null with the fault when it cannot.</summary>
    internal static SafeFileHandle? Open(string path, out FileFault fault)
    {
        var doNotWait = OperatingSystem.IsMacOS() ? 0x4 : 0x800;
        var closeOnExec = OperatingSystem.IsMacOS() ? 0x0100_0000 : 0x8_0000;
        var descriptor = OpenFile(Zeroed(path), doNotWait | closeOnExec);
        fault = descriptor >= 0 ? FileFault.None : Marshal.GetLastPInvokeError() switch
        {
            NoSuchEntry or NotAFolder => FileFault.Missing,
            NoSuchDevice => FileFault.NotAFile, // a socket
            _ => FileFault.Unreadable,
        };
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }

    /// <summary>True when the open handle is a regular file.</summary>
    internal static bool IsRegular(SafeFileHandle handle)
    {
        var status = new byte[OperatingSystem.IsMacOS() ? MacStatBytes : StatxBytes];
        var failed = OperatingSystem.IsMacOS()
            ? StatusOnMac(handle, status)
            : Status(handle, [0], EmptyPath, WantType, status);
        var mode = BitConverter.ToUInt16(status, OperatingSystem.IsMacOS() ? MacModeOffset : StatxModeOffset);
        return failed == 0 && (mode & KindMask) == RegularFile;
    }

    /// <summary>Where the open handle lies, free of links, as the kernel of Linux says it; null when it does not say.</summary>
    internal static string? RealPath(SafeFileHandle handle) =>
        new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;

    private static byte[] Zeroed(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(SafeFileHandle folder, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc", EntryPoint = "fstat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatusOnMac(SafeFileHandle handle, byte[] status);
}
