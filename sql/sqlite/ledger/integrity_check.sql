-- SQLite's own check of its file.
PRAGMA integrity_check;
