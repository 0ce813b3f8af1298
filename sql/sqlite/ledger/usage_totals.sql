-- Totals of one caller. @caller_id, @since (Unix milliseconds)
SELECT COUNT(*) AS Requests,
       COALESCE(SUM(COALESCE(input_tokens, 0) + COALESCE(cache_read_tokens, 0) + COALESCE(cache_write_tokens, 0)
                    + COALESCE(cache_write_1h_tokens, 0)), 0) AS InputTokens,
       COALESCE(SUM(output_tokens), 0) AS OutputTokens,
       COALESCE(SUM(total_cost), 0) AS CostNano
FROM usage
WHERE caller_id = @caller_id AND started_at >= @since;
