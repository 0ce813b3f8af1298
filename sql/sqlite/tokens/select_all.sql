-- Tokens in the order in which they were made. $limit (-1: all)
SELECT id, kind, caller_id, user_id, project_id, environment, allow, roles, scope, token_sha256, created_at, expires_at, state, state_at,
    grace_until, replaced_by
FROM tokens
ORDER BY created_at, rowid
LIMIT $limit;
