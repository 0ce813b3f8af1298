-- The one connection that writes rows also moves the write-ahead log into the database, now and then, on its own thread.
-- It waits shortly for others, because it tries again by itself.
PRAGMA busy_timeout = 500;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA cache_size = -2048;
