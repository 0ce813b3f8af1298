-- A row when the file has been used.
SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'leases';
