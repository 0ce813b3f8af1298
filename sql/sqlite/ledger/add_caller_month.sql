-- Adds a batch's sums of one caller and month: caller_id, month, requests, input_tokens, output_tokens, total_cost.
-- A sum stays at the most an INTEGER holds: one step more would make it a REAL, which the table refuses.
INSERT INTO caller_months (caller_id, month, requests, input_tokens, output_tokens, total_cost)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (caller_id, month) DO UPDATE SET
    requests = requests + excluded.requests,
    input_tokens = input_tokens + MIN(excluded.input_tokens, 9223372036854775807 - input_tokens),
    output_tokens = output_tokens + MIN(excluded.output_tokens, 9223372036854775807 - output_tokens),
    total_cost = total_cost + MIN(excluded.total_cost, 9223372036854775807 - total_cost);
