-- At an orderly end: moves the whole write-ahead log and empties it.
PRAGMA wal_checkpoint(TRUNCATE);
