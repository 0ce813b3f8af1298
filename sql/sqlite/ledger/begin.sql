-- Takes the right to write at once, so that a busy database is known before anything is built.
BEGIN IMMEDIATE;
