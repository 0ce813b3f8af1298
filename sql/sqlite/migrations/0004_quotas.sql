-- The counters that a row adds to, named by its quota_set; the limits on them are not kept here, for they change and the use stays.
-- A definition has one line a counter: the period's word, a space, the scope.
CREATE TABLE quota_sets (
    quota_set INTEGER PRIMARY KEY,
    definition TEXT NOT NULL UNIQUE
) STRICT;

-- What was used by scope and bucket of time, kept with each batch: 'total' has one bucket, 'month' one for each (UTC), 'window:SECONDS'
-- one for each sixtieth of it, and of those only as many as the window before the newest has. Tokens are those of all five kinds.
CREATE TABLE quota_usage (
    scope TEXT NOT NULL,
    period TEXT NOT NULL,
    -- Unix milliseconds; 0 for a total.
    starts_at INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    PRIMARY KEY (scope, period, starts_at)
) STRICT, WITHOUT ROWID;

-- NULL for a request that counts nowhere.
ALTER TABLE usage ADD COLUMN quota_set INTEGER;
