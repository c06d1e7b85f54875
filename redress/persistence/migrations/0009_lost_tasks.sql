-- A workflow task can be lost after its step has committed: the engine then decides afresh what the case's next
-- events are, and what the lost task wrote never happened. Those rows leave the ledger and are kept here.

CREATE TABLE lost_events (
    case_id     uuid NOT NULL REFERENCES cases (case_id),
    seq         integer NOT NULL,
    type        text NOT NULL,
    at          timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor       text NOT NULL,
    office      text NOT NULL,
    body        text NOT NULL,
    prev_hash   bytea NOT NULL,
    hash        bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    lost_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (case_id, seq, hash)
);
CREATE FUNCTION taking_out_lost_events() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('redress.lost_task', true) IS NOT DISTINCT FROM 'on' $$;

ALTER TABLE lost_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE lost_events FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON lost_events FOR SELECT TO redress_worker USING (true);
CREATE POLICY lost_task ON lost_events TO redress_owner USING (taking_out_lost_events());
GRANT SELECT ON lost_events TO redress_worker;

-- Only the function below takes events out: while it does, and not otherwise, the owner sees cases.
CREATE OR REPLACE FUNCTION refuse_to_change_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND taking_out_lost_events() THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE POLICY lost_task ON cases TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON ledger TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON clocks TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON outbox TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON transfers TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON consents TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON sessions_held TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON appraisals TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON agreements TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON notices TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON feedbacks TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON callbacks TO redress_owner USING (taking_out_lost_events());

-- Takes out what a lost task wrote from an event on; the registration is never among it. The caller holds the
-- lock on the case's row. What was delivered stays delivered: the same step of a ladder is not told twice.
CREATE FUNCTION take_out_lost_events(lost_case uuid, first_seq integer) RETURNS void
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
    FOREACH step_table IN ARRAY ARRAY['transfers', 'consents', 'sessions_held', 'appraisals', 'agreements',
                                      'notices', 'feedbacks', 'callbacks'] LOOP
        EXECUTE format('DELETE FROM %I WHERE case_id = $1 AND seq >= $2', step_table) USING lost_case, first_seq;
    END LOOP;
    PERFORM set_config('redress.lost_task', 'off', true);
END $$;
REVOKE ALL ON FUNCTION take_out_lost_events(uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_out_lost_events(uuid, integer) TO redress_worker;
