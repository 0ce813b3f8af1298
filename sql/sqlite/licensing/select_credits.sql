-- All credit notes that were taken up.
SELECT credit_id AS id, license_id, requests, tokens, taken_at FROM license_credits ORDER BY taken_at, credit_id;
