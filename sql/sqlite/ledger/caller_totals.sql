-- What a caller ($caller) used since ($since, Unix ms); input is all input, cached or not.
SELECT
    COUNT(*),
    COALESCE(SUM(
        COALESCE(input_tokens, 0) + COALESCE(cache_read_tokens, 0) + COALESCE(cache_write_tokens, 0)
        + COALESCE(cache_write_1h_tokens, 0)), 0),
    COALESCE(SUM(output_tokens), 0),
    COALESCE(SUM(total_cost), 0)
FROM usage
WHERE caller_id = $caller AND started_at >= $since;
