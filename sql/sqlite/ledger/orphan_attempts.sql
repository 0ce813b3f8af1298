-- Attempts that belong to no row.
SELECT COUNT(*) FROM attempts a WHERE NOT EXISTS (SELECT 1 FROM usage u WHERE u.request_id = a.request_id);
