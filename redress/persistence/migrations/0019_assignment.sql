-- Who is given new cases, who is away and who stands in, what was assigned together, and the note of a shift.

CREATE TABLE assignment_rules (
    id        text PRIMARY KEY,
    office    text NOT NULL REFERENCES offices (path),
    position  integer NOT NULL,
    category  text,
    region    text,
    persons   text[] NOT NULL DEFAULT '{}',
    most_open integer CHECK (most_open > 0),
    automatic boolean NOT NULL DEFAULT true,
    set_by    text NOT NULL,
    set_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (office, position)
);

CREATE TABLE leaves (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office     text NOT NULL REFERENCES offices (path),
    person     text NOT NULL REFERENCES accounts (person),
    from_on    date NOT NULL,
    to_on      date NOT NULL,
    deputy     text REFERENCES accounts (person),
    entered_by text NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT now(),
    CHECK (from_on <= to_on),
    CHECK (deputy IS DISTINCT FROM person)
);
CREATE INDEX leaves_of_deputy ON leaves (deputy, from_on, to_on) WHERE deputy IS NOT NULL;

-- What one request assigned: the same key answers for the same cases again, however far it had come.
CREATE TABLE bulk_assignments (
    person    text NOT NULL,
    key       text NOT NULL,
    body_hmac bytea NOT NULL CHECK (length(body_hmac) = 32),
    handler   text NOT NULL,
    cases     uuid[] NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person, key)
);

-- The text lies in the vault, under a key of the office's own note book.
CREATE TABLE shift_notes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office     text NOT NULL REFERENCES offices (path),
    book       uuid NOT NULL,
    person     text NOT NULL,
    key        text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    text_ref   text NOT NULL,
    UNIQUE (person, key)
);
CREATE INDEX shift_notes_of_office ON shift_notes (office, id);

ALTER TABLE assignment_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignment_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON assignment_rules FOR SELECT TO redress_worker USING (true);
CREATE POLICY api_reads ON assignment_rules FOR SELECT TO redress_api USING (true);
CREATE POLICY api ON assignment_rules TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]))
    WITH CHECK (office = ANY ((SELECT redress_offices())::text[]));

-- Who stands in for whom is asked before it is known where somebody may look: at sign-in.
ALTER TABLE leaves ENABLE ROW LEVEL SECURITY;
ALTER TABLE leaves FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON leaves FOR SELECT TO redress_worker USING (true);
CREATE POLICY api_reads ON leaves FOR SELECT TO redress_api USING (true);
CREATE POLICY api ON leaves TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]))
    WITH CHECK (office = ANY ((SELECT redress_offices())::text[]));

ALTER TABLE bulk_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_assignments FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON bulk_assignments TO redress_api
    USING (person = redress_person()) WITH CHECK (person = redress_person());

ALTER TABLE shift_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE shift_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON shift_notes TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]))
    WITH CHECK (office = ANY ((SELECT redress_offices())::text[]) AND person = redress_person());

GRANT SELECT, INSERT, DELETE ON assignment_rules, leaves TO redress_api;
GRANT SELECT ON assignment_rules, leaves TO redress_worker;
GRANT SELECT, INSERT ON bulk_assignments, shift_notes TO redress_api;

-- The system's own assignments are commands like any other: written before they are sent.
GRANT INSERT ON commands TO redress_worker;
CREATE INDEX cases_unassigned ON cases (case_id)
    WHERE handler IS NULL AND matter = 'complaint' AND stage IN ('registered', 'checking');
