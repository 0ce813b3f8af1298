-- Revokes all tokens of a holder, or the one token with this id when no holder is called so. $id, $now
UPDATE tokens
SET state = 'revoked', state_at = $now, grace_until = NULL
WHERE state <> 'revoked'
    AND (caller_id = $id OR (id = $id AND NOT EXISTS (SELECT 1 FROM tokens AS holder WHERE holder.caller_id = $id)))
RETURNING id;
