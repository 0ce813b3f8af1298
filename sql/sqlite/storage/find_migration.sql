-- Has this migration run? $version
SELECT 1 FROM schema_migrations WHERE version = $version;
