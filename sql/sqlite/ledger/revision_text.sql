-- The text of one revision, secrets removed. @revision
SELECT text FROM revisions WHERE revision = @revision;
