-- Attempts whose request has no row.
SELECT COUNT(*) FROM attempts WHERE NOT EXISTS (SELECT 1 FROM usage WHERE usage.request_id = attempts.request_id);
