// A value that must never be printed.
using System.Security.Cryptography;
using System.Text;

namespace Router.Configuration;

/// <summary>A provider key or another secret of the configuration. <see cref="ToString"/> never shows it; <see cref="Reveal"/> is the one door.</summary>
internal sealed class Secret(string value)
{
    /// <summary>No secret at all.</summary>
    internal static Secret None { get; } = new("");

    /// <summary>True when there is no secret.</summary>
    internal bool IsEmpty => value.Length == 0;

    /// <summary>The secret itself, for the header or handle that needs it.</summary>
    internal string Reveal() => value;

    /// <summary>A short name of the secret that does not tell it: the first 8 hex digits of its SHA-256.</summary>
    internal string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..8];

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "(none)" : $"(secret {Fingerprint()})";
}
