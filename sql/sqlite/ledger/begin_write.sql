-- Takes the write lock at once, so that a busy database is met here and nowhere later.
BEGIN IMMEDIATE;
