-- Names a set of counters by a number, unless it has one.
INSERT INTO quota_sets (definition) VALUES ($definition) ON CONFLICT (definition) DO NOTHING;
