// One step of the schema.
namespace Router.Storage;

/// <summary>A file <c>sql/sqlite/migrations/NNNN_name.sql</c>: additive, and run in one transaction, so it holds no BEGIN or COMMIT.</summary>
internal sealed record Migration(int Version, string Name, string Sql);
