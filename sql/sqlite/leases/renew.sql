-- Keeps a lease.
UPDATE leases SET renewed_at = $renewed_at WHERE instance = $instance;
