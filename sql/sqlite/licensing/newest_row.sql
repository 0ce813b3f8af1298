-- When the newest row of the ledger ended (Unix milliseconds); 0 when there is none.
SELECT COALESCE((SELECT ended_at FROM usage ORDER BY seq DESC LIMIT 1), 0);
