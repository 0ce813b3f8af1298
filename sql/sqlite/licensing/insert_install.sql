-- A licence ($license_id) is in force for the first time ($at).
INSERT INTO license_installs (license_id, installed_at) VALUES ($license_id, $at) ON CONFLICT DO NOTHING;
