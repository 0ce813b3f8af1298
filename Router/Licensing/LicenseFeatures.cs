// What a licence allows, as bits, so that a gate is one AND.
namespace Router.Licensing;

/// <summary>The features of licence section 4; each grants itself alone.</summary>
[Flags]
internal enum LicenseFeatures
{
    None = 0,

    /// <summary>Every <c>POST</c> of the caller surface.</summary>
    Routing = 1 << 0,

    /// <summary>A group with strategy <c>dynamic</c>.</summary>
    DynamicRouting = 1 << 1,

    /// <summary>A group with strategy <c>external</c>.</summary>
    ExternalPolicy = 1 << 2,

    /// <summary>A group whose <c>pii</c> is not empty.</summary>
    PiiFiltering = 1 << 3,

    /// <summary>A group with a target on a private provider.</summary>
    PrivateUpstreams = 1 << 4,

    /// <summary>A group whose <c>contract</c> is not empty.</summary>
    GroupContracts = 1 << 5,

    /// <summary><c>GET /v1/usage</c>.</summary>
    UsageReporting = 1 << 6,

    /// <summary>Reports beyond the five that every licence has.</summary>
    AdminReports = 1 << 7,

    /// <summary>Reports as files.</summary>
    Exports = 1 << 8,

    /// <summary>The access log as a file, and evidence of a request.</summary>
    AuditExport = 1 << 9,
}
