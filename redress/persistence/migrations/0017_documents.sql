-- Numbers of documents (文号), in the series of bureau, year and word. Taken with the record of the issue, so
-- without gaps; a void document keeps its own. And the versions of templates that documents were drawn up from.

CREATE TABLE document_series (
    office text    NOT NULL REFERENCES offices (path),
    year   integer NOT NULL,
    series text    NOT NULL,
    serial integer NOT NULL,
    PRIMARY KEY (office, year, series)
);

CREATE TABLE document_numbers (
    case_id   uuid    NOT NULL,
    document  integer NOT NULL,
    office    text    NOT NULL,
    year      integer NOT NULL,
    series    text    NOT NULL,
    serial    integer NOT NULL,
    PRIMARY KEY (case_id, document),
    UNIQUE (office, year, series, serial)
);

CREATE TABLE document_templates (
    version   text PRIMARY KEY CHECK (version ~ '^[0-9a-f]{64}$'),
    code      text NOT NULL,
    canonical text NOT NULL,
    added_at  timestamptz NOT NULL DEFAULT now()
);

-- Which template an office uses, and whose approval it asks for; the nearest office above that says counts.
CREATE TABLE document_choices (
    office     text NOT NULL REFERENCES offices (path),
    code       text NOT NULL,
    version    text REFERENCES document_templates (version),
    approver   text CHECK (approver IN ('none', 'supervisor', 'bureau_head')),
    chosen_by  text NOT NULL,
    chosen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (office, code)
);

ALTER TABLE document_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON document_numbers TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON document_numbers FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = document_numbers.case_id));

GRANT SELECT, INSERT, UPDATE ON document_series TO redress_worker;
GRANT SELECT, INSERT ON document_numbers TO redress_worker;
GRANT SELECT ON document_numbers TO redress_api;
GRANT SELECT, INSERT ON document_templates TO redress_api;
GRANT SELECT, INSERT, UPDATE ON document_choices TO redress_api;
