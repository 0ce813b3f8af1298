-- All revisions, newest first.
SELECT revision, accepted_at, accepted_by, revision = COALESCE((SELECT revision FROM active_revision), 0)
FROM revisions ORDER BY revision DESC;
