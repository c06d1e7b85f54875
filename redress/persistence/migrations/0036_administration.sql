-- Who keeps offices and people: what administrators may write, and the log of what they did.

-- Where an account is kept when its person has no role; NULL: where its roles are.
ALTER TABLE accounts ADD COLUMN home text REFERENCES offices (path);

-- One row per administrative act; `about` is a role, a kind of office or a path, never a name.
-- The same key of the same person is the same act.
CREATE TABLE administration_log (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL DEFAULT now(),
    by        text NOT NULL REFERENCES accounts (person),
    by_office text NOT NULL REFERENCES offices (path),
    what      text NOT NULL,
    office    text NOT NULL REFERENCES offices (path),
    person    text REFERENCES accounts (person),
    about     text,
    key       text NOT NULL,
    body_hmac bytea NOT NULL CHECK (length(body_hmac) = 32),
    UNIQUE (by, key)
);
CREATE INDEX administration_log_of_office ON administration_log (office, id);

CREATE FUNCTION refuse_administration_log_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'the log of administration is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON administration_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_administration_log_change();

-- Whether the present transaction works for an administrator of the office or of one above it.
CREATE FUNCTION redress_administers(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT redress_has_role('administrator') AND (
    wanted = current_setting('redress.office', true)
    OR starts_with(wanted, nullif(current_setting('redress.office', true), '') || '.')) IS TRUE $$;

ALTER TABLE administration_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE administration_log FORCE ROW LEVEL SECURITY;
CREATE POLICY api_reads ON administration_log FOR SELECT TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]) OR by = redress_person());
CREATE POLICY api_adds ON administration_log FOR INSERT TO redress_api
    WITH CHECK (by = redress_person() AND redress_administers(office));

-- Roles are asked before it is known who somebody is; only an administrator above gives or takes them.
ALTER TABLE account_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_roles FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON account_roles TO redress_owner USING (true) WITH CHECK (true);
CREATE POLICY worker ON account_roles FOR SELECT TO redress_worker USING (true);
CREATE POLICY api_reads ON account_roles FOR SELECT TO redress_api USING (true);
CREATE POLICY api_adds ON account_roles FOR INSERT TO redress_api WITH CHECK (redress_administers(office));
CREATE POLICY api_takes ON account_roles FOR DELETE TO redress_api USING (redress_administers(office));

GRANT SELECT, INSERT ON administration_log TO redress_api;
GRANT INSERT, DELETE ON account_roles TO redress_api;
GRANT INSERT (path, parent, code, kind, name_zh, name_en) ON offices TO redress_api;
GRANT UPDATE (name_zh, name_en, closed_on) ON offices TO redress_api;
GRANT UPDATE (display_name, home) ON accounts TO redress_api;
