-- All leases, the oldest first.
SELECT instance, host, process_id, process_started, renewed_at FROM leases ORDER BY lease;
