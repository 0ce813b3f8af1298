-- Appends a row; the parameters are the columns in the order of the chain, then the hash, then what came later.
INSERT INTO usage (
    seq, request_id, started_at, ended_at, revision, caller_id, user_id, project_id, environment, token_id, client,
    client_session, client_dialect, endpoint, group_name, strategy, stream, provider, model, upstream_dialect, region,
    billing, status, error_code, outcome, attempts, fallback, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, cache_write_1h_tokens, reasoning_tokens, image_count, usage_source, price_input, price_output,
    price_cache_read, price_cache_write, price_cache_write_1h, price_image, price_source, input_cost, output_cost,
    cache_read_cost, cache_write_cost, cache_write_1h_cost, image_cost, failed_cost, total_cost, upstream_cost,
    latency_ms, ttft_ms, upstream_ms, queue_ms, pii_findings, license_state, quota_state, row_hash, quota_set)
VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
