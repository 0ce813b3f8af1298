-- One view of the database until the end.
BEGIN;
