-- When the newest row of the ledger ended (Unix milliseconds).
SELECT ended_at FROM usage ORDER BY seq DESC LIMIT 1;
