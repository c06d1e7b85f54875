-- A report of a period as a job.

ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check
    CHECK (kind IN ('bulk', 'export', 'report', 'import', 'calendar_load', 'profile_load'));
