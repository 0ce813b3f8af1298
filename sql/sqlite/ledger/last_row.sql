-- Where the chain stands.
SELECT seq, row_hash FROM usage ORDER BY seq DESC LIMIT 1;
