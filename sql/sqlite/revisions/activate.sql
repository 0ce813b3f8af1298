-- Makes a revision the active one; changes nothing when there is no such revision.
INSERT INTO active_revision (id, revision, activated_at, activated_by)
SELECT 1, revision, $at, $by FROM revisions WHERE revision = $revision
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, activated_at = excluded.activated_at, activated_by = excluded.activated_by;
