-- SQLite's own check of the file; one row 'ok' when it is sound.
PRAGMA integrity_check(20);
