-- Has the ledger the tables of licences?
SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'license_credits');
