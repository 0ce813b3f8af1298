-- The revision in force.
SELECT r.revision AS Revision, r.content_hash AS ContentHash
FROM activations a JOIN revisions r ON r.revision = a.revision
ORDER BY a.id DESC LIMIT 1;
