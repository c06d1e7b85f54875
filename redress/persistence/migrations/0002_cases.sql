-- The ledger (append-only, hash-chained per case) and the read model made from it.

CREATE TABLE cases (
    case_id        uuid PRIMARY KEY,
    number         text NOT NULL UNIQUE,
    matter         text NOT NULL,
    stage          text NOT NULL,
    profile        text NOT NULL,
    office         text NOT NULL REFERENCES offices (path),
    handler        text,
    channel        text NOT NULL,
    priority       integer NOT NULL DEFAULT 0,
    overdue        boolean NOT NULL DEFAULT false,
    version        integer NOT NULL,
    received_at    timestamptz NOT NULL,
    next_due_at    timestamptz,
    due_on         date,
    safe_due_on    date,
    next_moment_at timestamptz,
    concluded_on   date,
    -- How far the case's own clock is ahead of the wall clock (rehearsal); SQL compares with now() + clock_offset.
    clock_offset   interval NOT NULL DEFAULT '0',
    last_hash      bytea NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    view           jsonb NOT NULL,
    -- A case without a running clock stands at the end of a list; a keyset needs a value, not NULL.
    list_on        date GENERATED ALWAYS AS (coalesce(safe_due_on, 'infinity'::date)) STORED
);
CREATE INDEX cases_list ON cases (list_on, case_id);
CREATE INDEX cases_of_office ON cases (office, list_on, case_id);
CREATE INDEX cases_of_handler ON cases (handler, list_on, case_id) WHERE handler IS NOT NULL;
CREATE INDEX cases_in_stage ON cases (stage, list_on, case_id);
CREATE INDEX cases_waiting ON cases (next_moment_at) WHERE next_moment_at IS NOT NULL;

CREATE TABLE ledger (
    case_id     uuid NOT NULL REFERENCES cases (case_id),
    seq         integer NOT NULL CHECK (seq >= 1),
    type        text NOT NULL,
    at          timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor       text NOT NULL,
    office      text NOT NULL,
    body        text NOT NULL,
    prev_hash   bytea NOT NULL CHECK (length(prev_hash) = 32),
    hash        bytea NOT NULL CHECK (length(hash) = 32),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, seq)
);

-- Not even the owner changes the past by mistake; whoever drops this trigger breaks the chain visibly.
CREATE FUNCTION refuse_to_change_the_ledger() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_ledger();

CREATE TABLE clocks (
    case_id     uuid NOT NULL REFERENCES cases (case_id),
    key         text NOT NULL,
    milestone   text NOT NULL,
    state       text NOT NULL,
    started_at  timestamptz NOT NULL,
    citation    text NOT NULL,
    due_on      date,
    due_at      timestamptz,
    safe_due_on date,
    opens_on    date,
    provisional boolean NOT NULL DEFAULT false,
    legal       boolean NOT NULL DEFAULT true,
    seq         integer NOT NULL,
    PRIMARY KEY (case_id, key)
);
CREATE INDEX clocks_running ON clocks (due_at) WHERE state = 'running';

CREATE TABLE case_numbers (
    office text NOT NULL REFERENCES offices (path),
    year   integer NOT NULL,
    serial integer NOT NULL,
    PRIMARY KEY (office, year)
);

CREATE TABLE archived_histories (
    case_id     uuid NOT NULL,
    run_id      text NOT NULL,
    location    text NOT NULL,
    sha256      bytea NOT NULL CHECK (length(sha256) = 32),
    events      integer NOT NULL,
    archived_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, run_id)
);

ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON cases TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON cases TO redress_api USING (office = ANY ((SELECT redress_offices())::text[]));

ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON ledger TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON ledger FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = ledger.case_id));

ALTER TABLE clocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE clocks FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON clocks TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON clocks FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = clocks.case_id));

ALTER TABLE archived_histories ENABLE ROW LEVEL SECURITY;
ALTER TABLE archived_histories FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON archived_histories TO redress_worker USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON ledger TO redress_worker;
GRANT SELECT ON ledger TO redress_api;
GRANT SELECT, INSERT, UPDATE ON cases TO redress_worker;
GRANT SELECT, UPDATE (clock_offset) ON cases TO redress_api;
GRANT SELECT, INSERT, UPDATE ON clocks TO redress_worker;
GRANT SELECT ON clocks TO redress_api;
GRANT SELECT, INSERT, UPDATE ON case_numbers TO redress_api, redress_worker;
GRANT SELECT, INSERT ON archived_histories TO redress_worker;
