-- The number of a set of counters.
SELECT quota_set FROM quota_sets WHERE definition = $definition;
