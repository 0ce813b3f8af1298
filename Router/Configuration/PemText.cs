// Certificates and keys in PEM files, tried before they are used.
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Router.Configuration;

/// <summary>What is wrong with PEM files that the configuration names, so that a mistake has its line and does not wait for the first connection.</summary>
internal static class PemText
{
    /// <summary>Adds a problem to a key whose file holds no certificate; true when it holds one.</summary>
    /// <param name="file">Absolute; it has been read before.</param>
    internal static bool CheckCertificate(SectionView section, Setting setting, string file)
    {
        // Importing passes over what it does not know, and may so import nothing.
        var certificates = new X509Certificate2Collection();
        if (Try(() => certificates.ImportFromPem(section.Context.ReadText(file).Text)) && certificates.Count > 0)
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }

            return true;
        }

        section.Problem(setting, "the file holds no certificate that can be read (PEM, from -----BEGIN CERTIFICATE----- on)");
        return false;
    }

    /// <summary>The same for a certificate and its key.</summary>
    internal static void CheckPair(SectionView section, Setting certificate, string certificateFile, Setting key, string keyFile)
    {
        if (CheckCertificate(section, certificate, certificateFile)
            && !Try(() => X509Certificate2.CreateFromPem(section.Context.ReadText(certificateFile).Text, section.Context.ReadText(keyFile).Text).Dispose()))
        {
            section.Problem(key, "the file holds no private key of the certificate that can be read (PEM, without a password)");
        }
    }

    private static bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
