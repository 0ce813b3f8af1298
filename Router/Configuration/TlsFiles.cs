// Certificate and key files of a listener.
namespace Router.Configuration;

/// <summary>Absolute paths of PEM files.</summary>
internal sealed record TlsFiles(string Certificate, string Key);
