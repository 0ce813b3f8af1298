// Why a file was not read.
namespace Router.Storage;

/// <summary>The faults of <see cref="ConfinedFile"/>.</summary>
internal enum FileFault
{
    None,

    /// <summary>There is nothing of that name.</summary>
    Missing,

    /// <summary>It may not be opened, or reading failed.</summary>
    Unreadable,

    /// <summary>A folder, pipe, socket or device, or a link that leaves the folder.</summary>
    NotAFile,

    /// <summary>More bytes than asked for.</summary>
    TooLarge,
}
