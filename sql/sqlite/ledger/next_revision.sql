-- The number of the next revision.
SELECT COALESCE(MAX(revision), 0) + 1 FROM revisions;
