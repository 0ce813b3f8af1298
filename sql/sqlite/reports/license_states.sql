-- The states that the licence was in, from $from to before $to (Unix milliseconds), the oldest first.
SELECT at, subject, detail FROM access_log WHERE action = 'license.state' AND at >= $from AND at < $to ORDER BY at, entry;
