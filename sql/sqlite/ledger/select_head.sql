-- Where the chain ends.
SELECT seq, row_hash FROM ledger_head WHERE id = 1;
