-- How many tokens there are.
SELECT COUNT(*) FROM tokens;
