-- Licences that were in force here.
SELECT license_id FROM license_installs;
