-- Records a migration that ran. $version, $name, $applied_at
INSERT INTO schema_migrations (version, name, applied_at) VALUES ($version, $name, $applied_at);
