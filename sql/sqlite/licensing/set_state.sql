-- Keeps a value ($value) under a name ($name).
INSERT INTO license_state (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
