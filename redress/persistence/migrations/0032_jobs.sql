-- Long work: one row per job, what became of each of its items, and its files, sealed by a key of the job's own.

CREATE TABLE jobs (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN
                   ('bulk', 'export', 'import', 'calendar_load', 'profile_load')),
    person     text NOT NULL,
    office     text NOT NULL REFERENCES offices (path),
    roles      text[] NOT NULL,
    key        text NOT NULL,
    body_hmac  bytea NOT NULL CHECK (length(body_hmac) = 32),
    -- Codes, ids and keyed hashes: nothing personal.
    parameters jsonb NOT NULL DEFAULT '{}',
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN
                   ('waiting', 'running', 'cancelling', 'cancelled', 'done', 'failed')),
    total      integer,
    done       integer NOT NULL DEFAULT 0,
    refused    integer NOT NULL DEFAULT 0,
    -- Where the work goes on after the last whole batch.
    place      text,
    failure    text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at   timestamptz,
    UNIQUE (person, key),
    CHECK ((state IN ('cancelled', 'done', 'failed')) = (ended_at IS NOT NULL))
);
CREATE INDEX jobs_of_person ON jobs (person, created_at);
CREATE INDEX jobs_of_office ON jobs (office, created_at);
CREATE INDEX jobs_waiting ON jobs (created_at) WHERE state IN ('waiting', 'cancelling');

CREATE TABLE job_items (
    job_id     uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    n          integer NOT NULL,
    case_id    uuid,
    command_id text,
    state      text NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'called_off')),
    -- Why it was refused: a stable code, and where (a field, a column), never what stood there.
    code       text,
    at_field   text,
    -- What a filed row lacked.
    lacked     text[],
    -- From here on the engine may have it, whatever it answered: it is not called off any more.
    sent_at    timestamptz,
    PRIMARY KEY (job_id, n)
);
CREATE INDEX job_items_waiting ON job_items (job_id, n) WHERE state = 'waiting';
CREATE UNIQUE INDEX job_items_of_case ON job_items (job_id, case_id) WHERE case_id IS NOT NULL;

CREATE TABLE job_keys (
    job_id        uuid PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    wrapped       bytea NOT NULL,
    master_key_id text NOT NULL
);

CREATE TABLE job_files (
    address    text PRIMARY KEY CHECK (address ~ '^[0-9a-f]{64}$'),
    job_id     uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('upload', 'result')),
    name       text NOT NULL,
    media_type text NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size       bigint NOT NULL CHECK (size > 0),
    sealed_key bytea NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    UNIQUE (job_id, purpose)
);
CREATE INDEX job_files_by_expiry ON job_files (expires_at);

-- What each batch has brought, sealed, until the result is put together.
CREATE TABLE job_parts (
    job_id uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    n      integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (job_id, n)
);

-- Who started a job, and those in charge of the office for which it runs.
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON jobs TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api_sees ON jobs FOR SELECT TO redress_api
    USING (person = redress_person() OR (office = ANY ((SELECT redress_offices())::text[]) AND
           (redress_has_role('supervisor') OR redress_has_role('bureau_head') OR redress_has_role('administrator'))));
CREATE POLICY api_starts ON jobs FOR INSERT TO redress_api
    WITH CHECK (person = redress_person() AND office = ANY ((SELECT redress_offices())::text[]));
CREATE POLICY api_cancels ON jobs FOR UPDATE TO redress_api
    USING (person = redress_person() OR (office = ANY ((SELECT redress_offices())::text[]) AND
           (redress_has_role('supervisor') OR redress_has_role('bureau_head') OR redress_has_role('administrator'))));

ALTER TABLE job_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_items FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON job_items TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON job_items TO redress_api
    USING (EXISTS (SELECT FROM jobs j WHERE j.id = job_items.job_id))
    WITH CHECK (EXISTS (SELECT FROM jobs j WHERE j.id = job_items.job_id AND j.person = redress_person()));

-- What a job has read for somebody is theirs alone.
ALTER TABLE job_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON job_keys TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON job_keys TO redress_api
    USING (EXISTS (SELECT FROM jobs j WHERE j.id = job_keys.job_id AND j.person = redress_person()))
    WITH CHECK (EXISTS (SELECT FROM jobs j WHERE j.id = job_keys.job_id AND j.person = redress_person()));

ALTER TABLE job_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_files FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON job_files TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON job_files TO redress_api
    USING (EXISTS (SELECT FROM jobs j WHERE j.id = job_files.job_id AND j.person = redress_person()))
    WITH CHECK (EXISTS (SELECT FROM jobs j WHERE j.id = job_files.job_id AND j.person = redress_person()));

ALTER TABLE job_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON job_parts TO redress_worker USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON jobs, job_items, job_keys, job_files TO redress_api;
GRANT UPDATE (state, ended_at) ON jobs TO redress_api;
GRANT SELECT, INSERT ON jobs, job_items, job_keys, job_files, job_parts TO redress_worker;
GRANT UPDATE (state, total, done, refused, place, failure, started_at, ended_at) ON jobs TO redress_worker;
GRANT UPDATE (case_id, state, code, at_field, lacked, sent_at) ON job_items TO redress_worker;
GRANT DELETE ON job_files, job_parts, job_keys TO redress_worker;

-- A command that a job sends: the sweep leaves it to the job, which may still be called off.
ALTER TABLE commands ADD COLUMN held_by uuid;
