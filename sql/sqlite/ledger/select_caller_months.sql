-- All kept sums of callers and months.
SELECT caller_id, month, requests, input_tokens, output_tokens, total_cost FROM caller_months;
