-- Has this request (?) its row?
SELECT 1 FROM usage WHERE request_id = ?;
