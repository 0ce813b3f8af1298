-- All kept use of quotas.
SELECT scope, period, starts_at, requests, tokens FROM quota_usage;
