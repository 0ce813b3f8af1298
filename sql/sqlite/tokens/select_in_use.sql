-- The active or disabled token of a holder, or the one with this id. $id
SELECT id, kind, caller_id, user_id, project_id, environment, allow, roles, scope, token_sha256, created_at, expires_at, state, state_at,
    grace_until, replaced_by
FROM tokens
WHERE state IN ('active', 'disabled') AND (caller_id = $id OR id = $id)
ORDER BY caller_id = $id DESC
LIMIT 1;
