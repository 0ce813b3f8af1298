-- Requests that were refused for the licence, by code, of those that began from $from to before $to (Unix milliseconds).
SELECT error_code, COUNT(*) AS requests, MAX(started_at) AS last_at FROM usage
WHERE error_code >= 'license_' AND error_code < 'license`' AND started_at >= $from AND started_at < $to
GROUP BY error_code ORDER BY error_code;
