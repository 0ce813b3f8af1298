-- Disables or enables the token in use. $id, $state, $now
UPDATE tokens SET state = $state, state_at = $now WHERE id = $id;
