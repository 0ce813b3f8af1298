-- A new lease.
INSERT INTO leases (instance, host, process_id, process_started, renewed_at)
VALUES ($instance, $host, $process_id, $process_started, $renewed_at);
