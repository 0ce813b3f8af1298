-- A revision comes into force. @revision, @at, @by
INSERT INTO activations (revision, at, by)
VALUES (@revision, @at, @by);
