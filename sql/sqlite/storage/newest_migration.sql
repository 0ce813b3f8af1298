-- The newest migration that ran, 0 on an empty file.
SELECT COALESCE(MAX(version), 0) FROM schema_migrations;
