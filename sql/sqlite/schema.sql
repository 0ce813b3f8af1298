-- The schema that all migrations together make; a test compares the two.

-- The ledger: one row per request and one per attempt, and the configurations they ran under.
-- Times are Unix milliseconds; money is nano-dollars; prices are nano-dollars per million tokens (price_image: per image).
CREATE TABLE usage (
    seq INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    caller_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    environment TEXT NOT NULL,
    token_id TEXT NOT NULL,
    client TEXT,
    client_session TEXT,
    client_dialect TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    group_name TEXT,
    strategy TEXT,
    stream INTEGER NOT NULL,
    provider TEXT,
    model TEXT,
    upstream_dialect TEXT,
    region TEXT,
    billing TEXT,
    status INTEGER NOT NULL,
    error_code TEXT,
    outcome TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    fallback INTEGER NOT NULL,
    input_tokens INTEGER,
    output_tokens INTEGER,
    cache_read_tokens INTEGER,
    cache_write_tokens INTEGER,
    cache_write_1h_tokens INTEGER,
    reasoning_tokens INTEGER,
    image_count INTEGER,
    usage_source TEXT NOT NULL,
    price_input INTEGER,
    price_output INTEGER,
    price_cache_read INTEGER,
    price_cache_write INTEGER,
    price_cache_write_1h INTEGER,
    price_image INTEGER,
    price_source TEXT,
    input_cost INTEGER NOT NULL,
    output_cost INTEGER NOT NULL,
    cache_read_cost INTEGER NOT NULL,
    cache_write_cost INTEGER NOT NULL,
    cache_write_1h_cost INTEGER NOT NULL,
    image_cost INTEGER NOT NULL,
    failed_cost INTEGER NOT NULL,
    total_cost INTEGER NOT NULL,
    upstream_cost INTEGER,
    latency_ms INTEGER NOT NULL,
    ttft_ms INTEGER,
    upstream_ms INTEGER,
    queue_ms INTEGER NOT NULL,
    pii_findings INTEGER NOT NULL,
    license_state TEXT NOT NULL,
    quota_state TEXT NOT NULL,
    -- Lower-case hex SHA-256 over the row before, this row and its attempts.
    row_hash TEXT NOT NULL,
    quota_set INTEGER
) STRICT;

-- Sums of a caller's rows by calendar month (UTC, as 202611) of their start, kept with each batch: a few updates instead of an index
-- entry for every row. Input is all input, cached or not.
CREATE TABLE caller_months (
    caller_id TEXT NOT NULL,
    month INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    total_cost INTEGER NOT NULL,
    PRIMARY KEY (caller_id, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
    request_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    dialect TEXT NOT NULL,
    status INTEGER,
    error_class TEXT,
    started_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    first_byte_ms INTEGER,
    input_tokens INTEGER,
    output_tokens INTEGER,
    cache_read_tokens INTEGER,
    cache_write_tokens INTEGER,
    cache_write_1h_tokens INTEGER,
    reasoning_tokens INTEGER,
    cost INTEGER NOT NULL,
    PRIMARY KEY (request_id, attempt)
) STRICT, WITHOUT ROWID;

-- The end of the chain, written with each batch: what was cut off behind it is missed.
CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    row_hash TEXT NOT NULL
) STRICT;

CREATE TABLE ledger_state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a person put right later; a usage row is never changed.
CREATE TABLE corrections (
    correction INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES usage (request_id),
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- Added to the row's total_cost by reports.
    cost_delta INTEGER NOT NULL
) STRICT;

CREATE INDEX corrections_by_request ON corrections (request_id);

-- Each accepted configuration, secrets removed.
CREATE TABLE revisions (
    revision INTEGER PRIMARY KEY,
    accepted_at INTEGER NOT NULL,
    accepted_by TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE active_revision (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL REFERENCES revisions (revision),
    activated_at INTEGER NOT NULL,
    activated_by TEXT NOT NULL
) STRICT;

-- The migrations that ran.
CREATE TABLE schema_migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

-- Tokens of callers and administrators: facts and hashes, never a token. Times are Unix milliseconds.
CREATE TABLE tokens (
    -- Names the token without telling it: the caller's id, then id.2, id.3 … as it is rotated.
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('caller', 'admin')),
    -- Who holds it; for an admin token the administrator.
    caller_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    environment TEXT NOT NULL,
    -- A JSON array of group names, or ["*"].
    allow TEXT NOT NULL,
    -- Role names separated by commas; empty for a caller.
    roles TEXT NOT NULL,
    -- project/environment, or empty for everything.
    scope TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled', 'rotated', 'revoked')),
    state_at INTEGER NOT NULL,
    -- A rotated token is still good until then.
    grace_until INTEGER,
    replaced_by TEXT REFERENCES tokens (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- One holder has one token in use, besides those in their time of grace.
CREATE UNIQUE INDEX tokens_in_use ON tokens (caller_id) WHERE state IN ('active', 'disabled');
CREATE INDEX tokens_by_caller ON tokens (caller_id);

-- The ids under which providers keep what answers created, as keyed hashes: whose they are, and the one target that knows them.
-- In the order of their recording, so that the oldest stand first and new ones are written side by side.
CREATE TABLE stored_ids (
    seq INTEGER PRIMARY KEY,
    -- The first 16 bytes of an HMAC-SHA256 over kind, project and id; its key lies in the data folder.
    id_hash BLOB NOT NULL,
    project_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    -- Unix milliseconds.
    expires_at INTEGER NOT NULL
) STRICT;

-- The counters that a row adds to, named by its quota_set (NULL for a request that counts nowhere); the limits on them are not kept here, for they change and the use stays.
-- A definition has one line a counter: the period's word, a space, the scope.
CREATE TABLE quota_sets (
    quota_set INTEGER PRIMARY KEY,
    definition TEXT NOT NULL UNIQUE
) STRICT;

-- What was used by scope and bucket of time, kept with each batch: 'total' has one bucket, 'month' one for each (UTC), 'window:SECONDS'
-- one for each sixtieth of it, and of those only as many as the window before the newest has. Tokens are those of all five kinds.
CREATE TABLE quota_usage (
    scope TEXT NOT NULL,
    period TEXT NOT NULL,
    -- Unix milliseconds; 0 for a total.
    starts_at INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    PRIMARY KEY (scope, period, starts_at)
) STRICT, WITHOUT ROWID;

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

-- What the report of the licence reads, found without going through all rows: few rows are in either.
CREATE INDEX usage_license_refusals ON usage (error_code, started_at) WHERE error_code >= 'license_' AND error_code < 'license`';

CREATE INDEX access_log_license_states ON access_log (at) WHERE action = 'license.state';
