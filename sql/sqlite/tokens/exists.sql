-- Is this id of a token taken? $id
SELECT EXISTS (SELECT 1 FROM tokens WHERE id = $id);
