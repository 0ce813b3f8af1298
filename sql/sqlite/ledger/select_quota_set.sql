-- The counters of a set (?).
SELECT definition FROM quota_sets WHERE quota_set = ?;
