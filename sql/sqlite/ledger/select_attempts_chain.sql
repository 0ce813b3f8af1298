-- The attempts of a request (?) in the order and with the columns of the chain.
SELECT
    request_id, attempt, provider, model, dialect, status, error_class, started_at, duration_ms, first_byte_ms,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, reasoning_tokens, cost
FROM attempts WHERE request_id = ? ORDER BY attempt;
