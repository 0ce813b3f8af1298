-- Undoes a transaction.
ROLLBACK;
