-- All that is kept by name.
SELECT name, value FROM license_state;
