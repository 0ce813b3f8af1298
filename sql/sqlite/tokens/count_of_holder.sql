-- How many tokens a holder has had. $caller_id
SELECT COUNT(*) FROM tokens WHERE caller_id = $caller_id;
