-- Takes a credit note up; no row when it was taken before.
INSERT INTO license_credits (credit_id, license_id, requests, tokens, taken_at)
VALUES ($credit_id, $license_id, $requests, $tokens, $at) ON CONFLICT DO NOTHING;
