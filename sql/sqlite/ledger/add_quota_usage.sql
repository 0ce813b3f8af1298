-- Adds a batch's use of one counter and bucket: scope, period, starts_at, requests, tokens.
-- A sum stays at the most an INTEGER holds: one step more would make it a REAL, which the table refuses.
INSERT INTO quota_usage (scope, period, starts_at, requests, tokens)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (scope, period, starts_at) DO UPDATE SET
    requests = requests + excluded.requests,
    tokens = tokens + MIN(excluded.tokens, 9223372036854775807 - tokens);
