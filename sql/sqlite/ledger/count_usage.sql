-- How many rows there are.
SELECT COUNT(*) FROM usage;
