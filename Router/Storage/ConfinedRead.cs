// What came of reading a file.
namespace Router.Storage;

/// <summary>The bytes, or the fault.</summary>
internal readonly record struct ConfinedRead(byte[]? Bytes, FileFault Fault);
