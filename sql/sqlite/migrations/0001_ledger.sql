-- The ledger: one row per request, its attempts, and the revisions of the configuration it was served under.
CREATE TABLE usage (
    seq                   INTEGER PRIMARY KEY,
    request_id            TEXT    NOT NULL,
    started_at            INTEGER NOT NULL,
    ended_at              INTEGER NOT NULL,
    revision              INTEGER NOT NULL,
    caller_id             TEXT    NOT NULL,
    user_id               TEXT    NOT NULL,
    project_id            TEXT    NOT NULL,
    environment           TEXT    NOT NULL,
    token_id              TEXT    NOT NULL,
    client                TEXT,
    client_session        TEXT,
    client_dialect        TEXT    NOT NULL,
    endpoint              TEXT    NOT NULL,
    group_name            TEXT,
    strategy              TEXT,
    stream                INTEGER NOT NULL,
    provider              TEXT,
    model                 TEXT,
    upstream_dialect      TEXT,
    region                TEXT,
    billing               TEXT,
    status                INTEGER NOT NULL,
    error_code            TEXT,
    outcome               TEXT    NOT NULL,
    attempts              INTEGER NOT NULL,
    fallback              INTEGER NOT NULL,
    input_tokens          INTEGER,
    output_tokens         INTEGER,
    cache_read_tokens     INTEGER,
    cache_write_tokens    INTEGER,
    cache_write_1h_tokens INTEGER,
    reasoning_tokens      INTEGER,
    image_count           INTEGER,
    usage_source          TEXT    NOT NULL,
    price_input           INTEGER,
    price_output          INTEGER,
    price_cache_read      INTEGER,
    price_cache_write     INTEGER,
    price_cache_write_1h  INTEGER,
    price_image           INTEGER,
    price_source          TEXT,
    input_cost            INTEGER NOT NULL,
    output_cost           INTEGER NOT NULL,
    cache_read_cost       INTEGER NOT NULL,
    cache_write_cost      INTEGER NOT NULL,
    cache_write_1h_cost   INTEGER NOT NULL,
    image_cost            INTEGER NOT NULL,
    failed_cost           INTEGER NOT NULL,
    total_cost            INTEGER NOT NULL,
    upstream_cost         INTEGER,
    latency_ms            INTEGER NOT NULL,
    ttft_ms               INTEGER,
    upstream_ms           INTEGER,
    queue_ms              INTEGER NOT NULL,
    pii_findings          INTEGER NOT NULL,
    license_state         TEXT    NOT NULL,
    quota_state           TEXT    NOT NULL,
    row_hash              BLOB    NOT NULL
);
CREATE UNIQUE INDEX usage_request_id ON usage (request_id);
CREATE INDEX usage_caller ON usage (caller_id, started_at);

-- upstream attempts of a request, in order; the one with the serving target's number served it.
CREATE TABLE attempts (
    request_id            TEXT    NOT NULL,
    attempt               INTEGER NOT NULL,
    provider              TEXT    NOT NULL,
    model                 TEXT    NOT NULL,
    dialect               TEXT    NOT NULL,
    status                INTEGER,
    error_class           TEXT,
    started_at            INTEGER NOT NULL,
    duration_ms           INTEGER NOT NULL,
    first_byte_ms         INTEGER,
    input_tokens          INTEGER,
    output_tokens         INTEGER,
    cache_read_tokens     INTEGER,
    cache_write_tokens    INTEGER,
    cache_write_1h_tokens INTEGER,
    reasoning_tokens      INTEGER,
    cost                  INTEGER NOT NULL,
    PRIMARY KEY (request_id, attempt)
) WITHOUT ROWID;

-- What was found out later; usage rows never change.
CREATE TABLE corrections (
    id         INTEGER PRIMARY KEY,
    request_id TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    delta_cost INTEGER NOT NULL
);
CREATE INDEX corrections_request ON corrections (request_id);

-- Accepted configurations, secrets removed; the activation with the highest id is in force.
CREATE TABLE revisions (
    revision     INTEGER PRIMARY KEY,
    accepted_at  INTEGER NOT NULL,
    by           TEXT    NOT NULL,
    content_hash TEXT    NOT NULL,
    text         TEXT    NOT NULL
);
CREATE TABLE activations (
    id       INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES revisions (revision),
    at       INTEGER NOT NULL,
    by       TEXT    NOT NULL
);
