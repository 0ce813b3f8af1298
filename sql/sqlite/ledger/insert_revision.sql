-- A newly accepted configuration. @revision, @accepted_at, @by, @content_hash, @text
INSERT INTO revisions (revision, accepted_at, by, content_hash, text)
VALUES (@revision, @accepted_at, @by, @content_hash, @text);
