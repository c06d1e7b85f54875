-- What lists narrow by beside what there was: category, the step of the ladder that an open deadline has reached, what
-- a case waits for and since when, and the moment by the wall clock at which its safe due day begins.

ALTER TABLE cases
    ADD COLUMN category      text,
    ADD COLUMN escalated     integer NOT NULL DEFAULT 0,
    ADD COLUMN waiting       text CHECK (waiting IN ('suspended', 'dispatched')),
    ADD COLUMN waiting_since timestamptz,
    ADD COLUMN safe_by_wall  timestamptz,
    ADD CHECK ((waiting IS NULL) = (waiting_since IS NULL));

CREATE OR REPLACE FUNCTION set_moments_by_the_wall_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.due_by_wall := NEW.next_due_at - NEW.clock_offset;
    NEW.moment_by_wall := NEW.next_moment_at - NEW.clock_offset;
    NEW.safe_by_wall := (NEW.safe_due_on::timestamp AT TIME ZONE 'Asia/Shanghai') - NEW.clock_offset;
    RETURN NEW;
END $$;

-- The owner sees no rows while row-level security is forced.
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clocks NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger NO FORCE ROW LEVEL SECURITY;
WITH suspended AS (
    SELECT k.case_id, min((span->>'start')::timestamptz) AS since
    FROM clocks k, jsonb_array_elements(k.facts::jsonb->'suspensions') AS span
    WHERE k.live AND k.state = 'suspended' AND span->>'end' IS NULL GROUP BY 1
), dispatched AS (
    SELECT c.case_id, min((d->>'at')::timestamptz) AS since
    FROM cases c, jsonb_array_elements(c.view->'passing'->'dispatches') AS d
    WHERE d->>'acknowledged_at' IS NULL AND d->>'ended_at' IS NULL GROUP BY 1
), escalated AS (
    SELECT l.case_id, max((l.body::jsonb->>'level')::integer) AS level
    FROM ledger l JOIN clocks k ON k.case_id = l.case_id AND k.key = l.body::jsonb->>'clock'
    WHERE l.type = 'escalated' AND k.live GROUP BY 1
), found AS (
    SELECT c.case_id, c.view->'filing'->>'category' AS category, coalesce(e.level, 0) AS level,
           CASE WHEN d.since IS NOT NULL THEN 'dispatched' WHEN s.since IS NOT NULL THEN 'suspended' END AS waiting,
           coalesce(d.since, s.since) AS since
    FROM cases c LEFT JOIN suspended s USING (case_id) LEFT JOIN dispatched d USING (case_id)
         LEFT JOIN escalated e USING (case_id)
)
UPDATE cases SET category = found.category, escalated = found.level, waiting = found.waiting,
                 waiting_since = found.since
FROM found WHERE found.case_id = cases.case_id;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
ALTER TABLE clocks FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;

CREATE INDEX cases_of_category ON cases (category, list_on, case_id) WHERE category IS NOT NULL;
CREATE INDEX cases_of_profile ON cases (profile, list_on, case_id);
CREATE INDEX cases_by_channel ON cases (channel, list_on, case_id);
CREATE INDEX cases_beside_complaints ON cases (matter, list_on, case_id) WHERE matter <> 'complaint';
CREATE INDEX cases_escalated ON cases (escalated, list_on, case_id) WHERE escalated > 0;
CREATE INDEX cases_that_wait ON cases (list_on, case_id) WHERE waiting IS NOT NULL;
CREATE INDEX cases_nobody_has ON cases (list_on, case_id)
    WHERE handler IS NULL AND stage IN ('registered', 'checking', 'accepted', 'mediating');
CREATE INDEX cases_received ON cases (received_at);
CREATE INDEX cases_recorded ON cases (recorded_at);
