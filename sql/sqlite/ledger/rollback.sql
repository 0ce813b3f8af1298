-- Gives a batch up; it is tried again whole.
ROLLBACK;
