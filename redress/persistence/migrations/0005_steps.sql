-- What each step of a case left behind, one row per event of the case; texts only as references into the vault (*_ref).

CREATE TABLE intake_checks (
    case_id             uuid NOT NULL REFERENCES cases (case_id),
    seq                 integer NOT NULL,
    occurred_at         timestamptz NOT NULL,
    actor               text NOT NULL,
    missing             text[] NOT NULL DEFAULT '{}',
    in_scope            text NOT NULL,
    jurisdiction        text NOT NULL,
    jurisdiction_reason text NOT NULL,
    proposed_office     text,
    duplicates          uuid[] NOT NULL DEFAULT '{}',
    beyond_limitation   boolean,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE transfers (
    case_id       uuid NOT NULL REFERENCES cases (case_id),
    seq           integer NOT NULL,
    occurred_at   timestamptz NOT NULL,
    actor         text NOT NULL,
    act           text NOT NULL,
    authority     text,
    authority_ref text,
    reason_ref    text,
    outcome       text,
    summary_ref   text,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE consents (
    case_id     uuid NOT NULL REFERENCES cases (case_id),
    seq         integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor       text NOT NULL,
    party       text NOT NULL,
    matter      text NOT NULL,
    answer      text NOT NULL,
    channel     text,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE sessions_held (
    case_id     uuid NOT NULL REFERENCES cases (case_id),
    seq         integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor       text NOT NULL,
    act         text NOT NULL,
    session     integer NOT NULL,
    session_at  timestamptz,
    form        text,
    mediator    text,
    joint       boolean,
    place_ref   text,
    outcome     text,
    minutes_ref text,
    absent      text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE appraisals (
    case_id           uuid NOT NULL REFERENCES cases (case_id),
    seq               integer NOT NULL,
    occurred_at       timestamptz NOT NULL,
    actor             text NOT NULL,
    act               text NOT NULL,
    appraisal         integer NOT NULL,
    basis             text,
    institution_ref   text,
    commissioned_on   date,
    payer             text,
    both_consented_at timestamptz,
    subject_ref       text,
    received_on       date,
    finding_ref       text,
    supports          text,
    reason_ref        text,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE agreements (
    case_id           uuid NOT NULL REFERENCES cases (case_id),
    seq               integer NOT NULL,
    occurred_at       timestamptz NOT NULL,
    actor             text NOT NULL,
    act               text NOT NULL,
    form              text,
    why               text,
    terms_refs        text[] NOT NULL DEFAULT '{}',
    perform_by        date,
    without_admission boolean,
    performed         boolean,
    note_ref          text,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE notices (
    case_id     uuid NOT NULL REFERENCES cases (case_id),
    seq         integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    actor       text NOT NULL,
    matter      text NOT NULL,
    party       text NOT NULL,
    method      text NOT NULL,
    told_at     timestamptz NOT NULL,
    outcome     text NOT NULL,
    document    text,
    proof_ref   text,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE feedbacks (
    case_id       uuid NOT NULL REFERENCES cases (case_id),
    seq           integer NOT NULL,
    occurred_at   timestamptz NOT NULL,
    actor         text NOT NULL,
    method        text NOT NULL,
    text_ref      text,
    remedies_told boolean NOT NULL,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE callbacks (
    case_id       uuid NOT NULL REFERENCES cases (case_id),
    seq           integer NOT NULL,
    occurred_at   timestamptz NOT NULL,
    actor         text NOT NULL,
    result        text NOT NULL,
    knows_result  boolean,
    promise_kept  boolean,
    satisfaction  integer,
    opinion_ref   text,
    new_facts_ref text,
    PRIMARY KEY (case_id, seq)
);

DO $$
DECLARE step text;
BEGIN
    FOREACH step IN ARRAY ARRAY['intake_checks', 'transfers', 'consents', 'sessions_held', 'appraisals',
                                'agreements', 'notices', 'feedbacks', 'callbacks'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', step);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', step);
        EXECUTE format('CREATE POLICY worker ON %I TO redress_worker USING (true) WITH CHECK (true)', step);
        EXECUTE format('CREATE POLICY api ON %I FOR SELECT TO redress_api '
                       'USING (EXISTS (SELECT FROM cases c WHERE c.case_id = %I.case_id))', step, step);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO redress_worker', step);
        EXECUTE format('GRANT SELECT ON %I TO redress_api', step);
    END LOOP;
END $$;
