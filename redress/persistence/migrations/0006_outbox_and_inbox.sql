-- What is to be delivered because of an event, claimed with a lease; and what has been delivered to a role or person.

CREATE TABLE outbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id       uuid NOT NULL REFERENCES cases (case_id),
    seq           integer NOT NULL,
    kind          text NOT NULL,
    n             integer NOT NULL DEFAULT 0,
    payload       jsonb NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    due_at        timestamptz NOT NULL DEFAULT now(),
    claimed_by    text,
    claimed_until timestamptz,
    delivered_at  timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    last_error    text,
    UNIQUE (case_id, seq, kind, n)
);
CREATE INDEX outbox_open ON outbox (due_at, id) WHERE delivered_at IS NULL;

CREATE FUNCTION announce_outbox() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('redress_outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER announce AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();

CREATE TABLE inbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases (case_id),
    seq        integer NOT NULL,
    kind       text NOT NULL,
    n          integer NOT NULL DEFAULT 0,
    office     text NOT NULL REFERENCES offices (path),
    role       text,
    person     text,
    payload    jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    read_at    timestamptz,
    read_by    text,
    UNIQUE (case_id, seq, kind, n),
    CHECK (role IS NOT NULL OR person IS NOT NULL)
);
CREATE INDEX inbox_of_office ON inbox (office, id);

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON outbox TO redress_worker USING (true) WITH CHECK (true);

ALTER TABLE inbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbox FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON inbox TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON inbox TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]) AND (person IS NULL OR person = redress_person()));

GRANT SELECT, INSERT, UPDATE ON outbox TO redress_worker;
GRANT SELECT, INSERT ON inbox TO redress_worker;
GRANT SELECT, UPDATE (read_at, read_by) ON inbox TO redress_api;
