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
