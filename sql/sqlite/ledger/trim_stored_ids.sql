-- Of the oldest recorded ids (?1: how many are looked at), removes those that have expired (?2: the time) and those beyond the most that
-- are kept (?3). They stand in the order of their expiry, so no index is needed to find them.
DELETE FROM stored_ids
WHERE seq IN (SELECT seq FROM stored_ids ORDER BY seq LIMIT ?1)
    AND (expires_at <= ?2 OR seq <= (SELECT MAX(seq) FROM stored_ids) - ?3);
