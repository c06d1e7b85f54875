-- What the statistics, the quality review, the public list and the archive ask of a case after its result: one row
-- per case, written with its line in the read model. Words of classification and figures; no personal data.

CREATE TABLE case_results (
    case_id          uuid PRIMARY KEY REFERENCES cases (case_id),
    outcome          text,
    concluded_on     date,
    disputed_amount  numeric(14, 2),
    recovered_amount numeric(14, 2),
    punitive_amount  numeric(14, 2),
    category         text,
    item             text,
    problems         text[] NOT NULL DEFAULT '{}',
    industry         text,
    sales_channel    text,
    region           text,
    round            integer NOT NULL DEFAULT 1,
    satisfaction     integer CHECK (satisfaction BETWEEN 1 AND 5),
    dissatisfied     boolean NOT NULL DEFAULT false,
    sampled          boolean NOT NULL DEFAULT false,
    reviewed_at      timestamptz,
    published_at     timestamptz,
    archived_at      timestamptz,
    retain_until     date,
    permanent        boolean NOT NULL DEFAULT false
);
CREATE INDEX case_results_concluded ON case_results (concluded_on) WHERE concluded_on IS NOT NULL;
CREATE INDEX case_results_to_review ON case_results (case_id) WHERE sampled AND reviewed_at IS NULL;
CREATE INDEX case_results_published ON case_results (published_at, case_id) WHERE published_at IS NOT NULL;
CREATE INDEX case_results_retention ON case_results (retain_until) WHERE retain_until IS NOT NULL;

ALTER TABLE case_results ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_results FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON case_results TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON case_results FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = case_results.case_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON case_results TO redress_worker;
GRANT SELECT ON case_results TO redress_api;

-- The call-back form: how it was asked, the calls that reached nobody, satisfaction in its five parts (S0-86).
ALTER TABLE callbacks
    ADD COLUMN method          text,
    ADD COLUMN attempt         integer NOT NULL DEFAULT 0,
    ADD COLUMN excused         boolean NOT NULL DEFAULT false,
    ADD COLUMN efficiency      integer CHECK (efficiency BETWEEN 1 AND 5),
    ADD COLUMN handling        integer CHECK (handling BETWEEN 1 AND 5),
    ADD COLUMN outcome         integer CHECK (outcome BETWEEN 1 AND 5),
    ADD COLUMN attitude        integer CHECK (attitude BETWEEN 1 AND 5),
    ADD COLUMN professionalism integer CHECK (professionalism BETWEEN 1 AND 5);
