-- How many sums of callers and months differ from their rows, are missing, or stand for no row.
WITH rows_summed AS (
    SELECT
        caller_id,
        CAST(strftime('%Y%m', started_at / 1000, 'unixepoch') AS INTEGER) AS month,
        COUNT(*) AS requests,
        SUM(COALESCE(input_tokens, 0) + COALESCE(cache_read_tokens, 0) + COALESCE(cache_write_tokens, 0)
            + COALESCE(cache_write_1h_tokens, 0)) AS input_tokens,
        SUM(COALESCE(output_tokens, 0)) AS output_tokens,
        SUM(total_cost) AS total_cost
    FROM usage
    GROUP BY 1, 2
),
kept AS (SELECT caller_id, month, requests, input_tokens, output_tokens, total_cost FROM caller_months)
SELECT
    (SELECT COUNT(*) FROM (SELECT * FROM rows_summed EXCEPT SELECT * FROM kept))
    + (SELECT COUNT(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM rows_summed));
