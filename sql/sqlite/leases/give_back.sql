-- Ends a lease.
DELETE FROM leases WHERE instance = $instance;
