-- Appends a recorded id: id_hash, project_id, provider, model, expires_at.
INSERT INTO stored_ids (id_hash, project_id, provider, model, expires_at) VALUES (?, ?, ?, ?, ?);
