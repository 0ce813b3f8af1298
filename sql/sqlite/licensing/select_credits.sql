-- All credit notes that were taken up.
SELECT credit_id, license_id, requests, tokens FROM license_credits;
