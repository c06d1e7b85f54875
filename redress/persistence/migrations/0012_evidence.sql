-- Evidence: what each event of it left behind (one row per event, texts as references, like every step), the files
-- that carry it, and who opened which. A file's key is wrapped by its case's data key: without that it is noise.

CREATE TABLE evidence (
    case_id         uuid NOT NULL REFERENCES cases (case_id),
    seq             integer NOT NULL,
    occurred_at     timestamptz NOT NULL,
    actor           text NOT NULL,
    act             text NOT NULL,
    number          integer NOT NULL,
    kind            text,
    given_by        text,
    obtained_at     timestamptz,
    name_ref        text,
    description_ref text,
    sha256          text,
    address         text,
    size            bigint,
    media_type      text,
    name_differs    boolean,
    status          text,
    reason_ref      text,
    PRIMARY KEY (case_id, seq)
);
CREATE INDEX evidence_by_number ON evidence (case_id, number);

ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON evidence TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON evidence FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = evidence.case_id));
CREATE POLICY lost_task ON evidence TO redress_owner USING (taking_out_lost_events());
GRANT SELECT, INSERT ON evidence TO redress_worker;
GRANT SELECT ON evidence TO redress_api;

CREATE TABLE evidence_files (
    address    text PRIMARY KEY CHECK (address ~ '^[0-9a-f]{64}$'),
    case_id    uuid NOT NULL REFERENCES vault_keys (case_id) ON DELETE CASCADE,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size       bigint NOT NULL CHECK (size > 0),
    media_type text NOT NULL,
    sealed_key bytea NOT NULL,
    -- The command that brought it: refused, and the file was never evidence.
    command_id text NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX evidence_files_of_case ON evidence_files (case_id);
CREATE INDEX evidence_files_of_command ON evidence_files (command_id);

CREATE TABLE evidence_openings (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id uuid NOT NULL,
    address text NOT NULL,
    person  text NOT NULL,
    purpose text NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX evidence_openings_of_case ON evidence_openings (case_id, at);

ALTER TABLE evidence_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_files FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON evidence_files TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON evidence_files TO redress_api
    USING (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = evidence_files.case_id))
    WITH CHECK (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = evidence_files.case_id));

ALTER TABLE evidence_openings ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_openings FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON evidence_openings TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api_reads ON evidence_openings FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = evidence_openings.case_id));
CREATE POLICY api_adds ON evidence_openings FOR INSERT TO redress_api WITH CHECK (person = redress_person());

-- Nobody changes a row. Only the worker removes one, and only of a file that never became evidence.
GRANT SELECT, INSERT ON evidence_files, evidence_openings TO redress_api;
GRANT SELECT, DELETE ON evidence_files TO redress_worker;
GRANT SELECT, INSERT ON evidence_openings TO redress_worker;
CREATE FUNCTION refuse_to_drop_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM evidence e WHERE e.case_id = OLD.case_id AND e.address = OLD.address) THEN
        RAISE EXCEPTION 'a file that is evidence stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence_files
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_to_drop_evidence();

-- The tables that a lost task may have written to, as data: a new step adds its own.
CREATE TABLE step_tables (name text PRIMARY KEY);
INSERT INTO step_tables VALUES ('transfers'), ('consents'), ('sessions_held'), ('appraisals'), ('agreements'),
    ('notices'), ('feedbacks'), ('callbacks'), ('evidence');

CREATE OR REPLACE FUNCTION take_out_lost_events(lost_case uuid, first_seq integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    step_table text;
BEGIN
    IF first_seq < 2 THEN
        RAISE EXCEPTION 'the registration of a case is never lost' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('redress.lost_task', 'on', true);
    INSERT INTO lost_events (case_id, seq, type, at, occurred_at, actor, office, body, prev_hash, hash, recorded_at)
        SELECT case_id, seq, type, at, occurred_at, actor, office, body, prev_hash, hash, recorded_at
        FROM ledger WHERE case_id = lost_case AND seq >= first_seq
        ON CONFLICT DO NOTHING;
    UPDATE cases SET version = first_seq - 1,
        last_hash = (SELECT hash FROM ledger WHERE case_id = lost_case AND seq = first_seq - 1)
        WHERE case_id = lost_case;
    DELETE FROM ledger WHERE case_id = lost_case AND seq >= first_seq;
    DELETE FROM clocks WHERE case_id = lost_case AND seq >= first_seq;
    DELETE FROM outbox WHERE case_id = lost_case AND seq >= first_seq AND delivered_at IS NULL;
    FOR step_table IN SELECT name FROM step_tables LOOP
        EXECUTE format('DELETE FROM %I WHERE case_id = $1 AND seq >= $2', step_table) USING lost_case, first_seq;
    END LOOP;
    PERFORM set_config('redress.lost_task', 'off', true);
END $$;
