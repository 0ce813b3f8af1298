-- Moves the end of the chain: seq, row_hash.
UPDATE ledger_head SET seq = ?, row_hash = ? WHERE id = 1;
