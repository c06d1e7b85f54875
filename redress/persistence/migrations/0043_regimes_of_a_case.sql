-- Under which regimes a case stands: its main profile and that of each of its clocks. A table of its own, so that a list
-- narrowed to one finds its cases by an index, whether the regime is the main one of all or one beside it of a few.

CREATE TABLE case_regimes (
    regime  text NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (regime, case_id)
);

ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clocks NO FORCE ROW LEVEL SECURITY;
INSERT INTO case_regimes (regime, case_id)
SELECT profile, case_id FROM cases
UNION SELECT facts->>'profile', case_id FROM clocks WHERE facts->>'profile' IS NOT NULL;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
ALTER TABLE clocks FORCE ROW LEVEL SECURITY;

ALTER TABLE case_regimes ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_regimes FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON case_regimes TO redress_worker USING (true) WITH CHECK (true);
-- Regimes and opaque ids are read of every case, as hashes of words are; the case itself stays behind its own policy.
CREATE POLICY api_reads ON case_regimes FOR SELECT TO redress_api USING (true);

GRANT SELECT, INSERT ON case_regimes TO redress_worker;
GRANT SELECT ON case_regimes TO redress_api;
