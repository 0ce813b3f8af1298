-- The warnings that were given of a licence ($license_id), the oldest first.
SELECT days, warned_at FROM license_warnings WHERE license_id = $license_id ORDER BY warned_at, days DESC;
