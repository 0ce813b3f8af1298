// A database file that a newer program has changed.
namespace Router.Storage;

/// <summary>The schema of a file is newer than this program; writing to it could harm it, so nothing is done.</summary>
internal sealed class NewerSchemaException(string path, int found, int known) : IOException(
    $"The database {path} has schema version {found}, but this program knows versions up to {known} only: " +
    "run the newer program, or restore a backup made before the upgrade.");
