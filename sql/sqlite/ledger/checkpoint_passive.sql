-- Moves what it can of the write-ahead log without waiting for readers.
PRAGMA wal_checkpoint(PASSIVE);
