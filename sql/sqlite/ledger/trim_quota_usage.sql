-- Removes what has slid out of a window: of the counter (?1: scope, ?2: period) all that began ?3 milliseconds before its newest, or earlier.
DELETE FROM quota_usage
WHERE scope = ?1 AND period = ?2
    AND starts_at <= (SELECT MAX(starts_at) FROM quota_usage WHERE scope = ?1 AND period = ?2) - ?3;
