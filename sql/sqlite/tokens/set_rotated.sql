-- A token that another one replaces. $id, $replaced_by, $now, $grace_until (NULL: no grace)
UPDATE tokens
SET state = 'rotated', state_at = $now, replaced_by = $replaced_by, grace_until = $grace_until
WHERE id = $id;
