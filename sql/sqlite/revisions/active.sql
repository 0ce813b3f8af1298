-- The active revision and the hash of its text.
SELECT revisions.revision, revisions.content_hash
FROM active_revision JOIN revisions USING (revision);
