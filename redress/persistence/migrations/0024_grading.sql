-- Grade and supervision of a case as columns that lists filter by (S0-50, S0-51).

ALTER TABLE cases
    ADD COLUMN urgency    text NOT NULL DEFAULT 'ordinary' CHECK (urgency IN ('critical', 'urgent', 'ordinary')),
    ADD COLUMN key        boolean NOT NULL DEFAULT false,
    ADD COLUMN supervised boolean NOT NULL DEFAULT false;
CREATE INDEX cases_pressing ON cases (urgency, list_on, case_id) WHERE urgency <> 'ordinary';
CREATE INDEX cases_key ON cases (list_on, case_id) WHERE key;
CREATE INDEX cases_supervised ON cases (list_on, case_id) WHERE supervised;
