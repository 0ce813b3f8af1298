-- A warning ($license_id, $days, $at) is given; no row when it was given before.
INSERT INTO license_warnings (license_id, days, warned_at) VALUES ($license_id, $days, $at) ON CONFLICT DO NOTHING;
