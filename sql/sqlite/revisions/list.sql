-- All revisions, newest first.
SELECT revision AS number, accepted_at, accepted_by AS "by", revision = COALESCE((SELECT revision FROM active_revision), 0) AS active
FROM revisions ORDER BY revision DESC;
