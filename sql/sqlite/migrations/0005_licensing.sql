-- What the licence part must not forget. Times of licences are Unix seconds, as the files have them.
CREATE TABLE license_state (
    -- clock_mark: the highest time ever seen; revocations: the accepted list as it was signed.
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Licences that were in force here.
CREATE TABLE license_installs (
    license_id TEXT PRIMARY KEY,
    installed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Warnings that were given: each rung of days once for each licence.
CREATE TABLE license_warnings (
    license_id TEXT NOT NULL,
    days INTEGER NOT NULL,
    warned_at INTEGER NOT NULL,
    PRIMARY KEY (license_id, days)
) STRICT, WITHOUT ROWID;

-- Credit notes that were taken up, each once for ever.
CREATE TABLE license_credits (
    credit_id TEXT PRIMARY KEY,
    license_id TEXT NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what to the router, and what it did by itself. Unix milliseconds.
CREATE TABLE access_log (
    entry INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
