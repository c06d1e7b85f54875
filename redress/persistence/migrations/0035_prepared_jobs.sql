-- A job that was looked through and waits for its person's word.

ALTER TABLE jobs DROP CONSTRAINT jobs_state_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_state_check
    CHECK (state IN ('prepared', 'waiting', 'running', 'cancelling', 'cancelled', 'done', 'failed'));
