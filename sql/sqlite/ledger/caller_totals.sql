-- What a caller ($caller) used in a month ($month, as 202611).
SELECT requests, input_tokens, output_tokens, total_cost AS cost
FROM caller_months
WHERE caller_id = $caller AND month = $month;
