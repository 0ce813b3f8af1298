-- Appends a configuration and answers its number.
INSERT INTO revisions (accepted_at, accepted_by, content_hash, text) VALUES ($at, $by, $hash, $text) RETURNING revision;
