-- Is there a row of this request? @request_id
SELECT 1 FROM usage WHERE request_id = @request_id;
