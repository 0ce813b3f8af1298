// A row of the table tokens as it is stored.
namespace Router.Callers;

/// <summary>The columns that <c>select_all.sql</c> and <c>select_in_use.sql</c> name, as the migrations describe them.</summary>
internal sealed record TokenRow(
    string Id,
    string Kind,
    string CallerId,
    string UserId,
    string ProjectId,
    string Environment,
    string Allow,
    string Roles,
    string Scope,
    string TokenSha256,
    long CreatedAt,
    long? ExpiresAt,
    string State,
    long StateAt,
    long? GraceUntil,
    string? ReplacedBy);
