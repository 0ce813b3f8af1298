-- The writer moves the log itself, between batches, so that no request waits for it.
PRAGMA wal_autocheckpoint = 0;
PRAGMA busy_timeout = 250;
PRAGMA cache_size = -16384;
