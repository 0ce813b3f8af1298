-- Adds a batch's sums of one caller and month: caller_id, month, requests, input_tokens, output_tokens, total_cost.
INSERT INTO caller_months (caller_id, month, requests, input_tokens, output_tokens, total_cost)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (caller_id, month) DO UPDATE SET
    requests = requests + excluded.requests,
    input_tokens = input_tokens + excluded.input_tokens,
    output_tokens = output_tokens + excluded.output_tokens,
    total_cost = total_cost + excluded.total_cost;
