-- The text of a revision ($revision).
SELECT text FROM revisions WHERE revision = $revision;
