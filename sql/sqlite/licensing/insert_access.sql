-- Appends to the access log.
INSERT INTO access_log (at, actor, action, subject, detail) VALUES ($at, $actor, $action, $subject, $detail);
