-- Ends a batch.
COMMIT;
