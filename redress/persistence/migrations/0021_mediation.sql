-- What mediation leaves behind beside its first steps: how and with whom a session was held, notes of one party alone,
-- when a report is expected, how far an agreement was kept; delegations and recusals.

ALTER TABLE sessions_held
    ADD COLUMN means        text,
    ADD COLUMN with_party   text,
    ADD COLUMN recusal_days integer,
    ADD COLUMN private_for  text[] NOT NULL DEFAULT '{}',
    ADD COLUMN private_refs text[] NOT NULL DEFAULT '{}',
    ADD COLUMN reason_ref   text;

ALTER TABLE appraisals ADD COLUMN expected_on date;

ALTER TABLE agreements
    ADD COLUMN extent           text,
    ADD COLUMN term             integer,
    ADD COLUMN legality_checked boolean;

CREATE TABLE delegations (
    case_id           uuid NOT NULL REFERENCES cases (case_id),
    seq               integer NOT NULL,
    occurred_at       timestamptz NOT NULL,
    actor             text NOT NULL,
    act               text NOT NULL,
    to_ref            text,
    organisation_kind text,
    scope_ref         text,
    due_on            date,
    result            text,
    terms_refs        text[] NOT NULL DEFAULT '{}',
    minutes_ref       text,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE recusals (
    case_id     uuid NOT NULL REFERENCES cases (case_id),
    seq         integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor       text NOT NULL,
    act         text NOT NULL,
    mediator    text NOT NULL,
    by_party    text,
    granted     boolean,
    reason_ref  text,
    PRIMARY KEY (case_id, seq)
);

DO $$
DECLARE step text;
BEGIN
    FOREACH step IN ARRAY ARRAY['delegations', 'recusals'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', step);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', step);
        EXECUTE format('CREATE POLICY worker ON %I TO redress_worker USING (true) WITH CHECK (true)', step);
        EXECUTE format('CREATE POLICY api ON %I FOR SELECT TO redress_api '
                       'USING (EXISTS (SELECT FROM cases c WHERE c.case_id = %I.case_id))', step, step);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO redress_worker', step);
        EXECUTE format('GRANT SELECT ON %I TO redress_api', step);
    END LOOP;
END $$;
