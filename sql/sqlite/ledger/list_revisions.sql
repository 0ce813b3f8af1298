-- All revisions, newest first.
SELECT r.revision AS Revision, r.accepted_at AS AcceptedAt, r.by AS By,
       r.revision = (SELECT a.revision FROM activations a ORDER BY a.id DESC LIMIT 1) AS Active
FROM revisions r
ORDER BY r.revision DESC;
