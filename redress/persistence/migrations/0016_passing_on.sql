-- Passing on: offices that are closed, who beside its own office may read a case, and every dispatch with its receipts.

-- Its last day is over: a closed office receives no cases, and keeps those it has had.
ALTER TABLE offices ADD COLUMN closed_on date;

ALTER TABLE cases ADD COLUMN seen_by text[] NOT NULL DEFAULT '{}';
CREATE INDEX cases_seen_by ON cases USING gin (seen_by) WHERE seen_by <> '{}';

-- A sender goes on reading what it has passed on, and an addressee reads what is on its way to it.
ALTER POLICY api ON cases
    USING (office = ANY ((SELECT redress_offices())::text[]) OR seen_by && (SELECT redress_offices())::text[]);

ALTER TABLE transfers ADD COLUMN whole boolean;

CREATE TABLE dispatches (
    case_id           uuid NOT NULL REFERENCES cases (case_id),
    seq               integer NOT NULL,
    occurred_at       timestamptz NOT NULL,
    actor             text NOT NULL,
    act               text NOT NULL,
    number            integer,
    sender            text NOT NULL,
    receiver          text NOT NULL,
    inside            boolean,
    competent_receipt timestamptz,
    report_back_on    date,
    pieces            integer,
    pages             integer,
    reason_ref        text,
    proof_ref         text,
    PRIMARY KEY (case_id, seq)
);
ALTER TABLE dispatches ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispatches FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON dispatches TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON dispatches FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = dispatches.case_id));
CREATE POLICY lost_task ON dispatches TO redress_owner USING (taking_out_lost_events());
GRANT SELECT, INSERT ON dispatches TO redress_worker;
GRANT SELECT ON dispatches TO redress_api;
INSERT INTO step_tables VALUES ('dispatches');
