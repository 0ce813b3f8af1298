-- A row when the ledger has the tables of licences.
SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'license_credits';
