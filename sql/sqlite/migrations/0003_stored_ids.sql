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
