-- All recorded ids, the oldest first.
SELECT id_hash, provider, model, expires_at FROM stored_ids ORDER BY seq;
