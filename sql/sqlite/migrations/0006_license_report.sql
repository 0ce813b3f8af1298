-- What the report of the licence reads, found without going through all rows: few rows are in either.
CREATE INDEX usage_license_refusals ON usage (error_code, started_at) WHERE error_code >= 'license_' AND error_code < 'license`';

CREATE INDEX access_log_license_states ON access_log (at) WHERE action = 'license.state';
