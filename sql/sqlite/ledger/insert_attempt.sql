-- One attempt. Parameters in the order of the columns.
INSERT INTO attempts (
    request_id,
    attempt,
    provider,
    model,
    dialect,
    status,
    error_class,
    started_at,
    duration_ms,
    first_byte_ms,
    input_tokens,
    output_tokens,
    cache_read_tokens,
    cache_write_tokens,
    cache_write_1h_tokens,
    reasoning_tokens,
    cost)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17);
