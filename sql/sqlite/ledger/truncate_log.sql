-- Moves the whole write-ahead log into the database and empties it.
PRAGMA wal_checkpoint(TRUNCATE);
