-- The processes that hold a lease, in the order in which they took it. Owner: where it runs, its process and when that began.
CREATE TABLE IF NOT EXISTS leases (
    lease INTEGER PRIMARY KEY AUTOINCREMENT,
    instance TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    process_id INTEGER NOT NULL,
    process_started TEXT NOT NULL,
    -- Unix milliseconds.
    renewed_at INTEGER NOT NULL
) STRICT;
