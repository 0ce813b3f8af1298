-- Removes every recorded id that has expired: expires_at.
DELETE FROM stored_ids WHERE expires_at <= ?;
