-- Informants behind their codes, for the custodian alone; and inquiries, which are answered without a case.

-- Whether the person for whom the present transaction works has a role; false when nobody said.
CREATE FUNCTION redress_has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(wanted = ANY (string_to_array(current_setting('redress.roles', true), ',')), false) $$;

CREATE TABLE informants (
    case_id       uuid PRIMARY KEY REFERENCES vault_keys (case_id) ON DELETE CASCADE,
    code          text NOT NULL UNIQUE,
    office        text NOT NULL REFERENCES offices (path),
    wrapped       bytea NOT NULL,
    master_key_id text NOT NULL,
    sealed        bytea NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE informants ENABLE ROW LEVEL SECURITY;
ALTER TABLE informants FORCE ROW LEVEL SECURITY;
CREATE POLICY api_adds ON informants FOR INSERT TO redress_api
    WITH CHECK (office = ANY ((SELECT redress_offices())::text[]));
CREATE POLICY custodian_reads ON informants FOR SELECT TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]) AND redress_has_role('informant_custodian'));
GRANT SELECT, INSERT ON informants TO redress_api;

-- The vault keeps question, answer and who asked under the inquiry's own id.
CREATE TABLE inquiries (
    inquiry_id uuid PRIMARY KEY,
    office     text NOT NULL REFERENCES offices (path),
    person     text NOT NULL,
    channel    text NOT NULL,
    topic      text,
    asked_at   timestamptz NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    sealed     jsonb NOT NULL
);
CREATE INDEX inquiries_of_office ON inquiries (office, asked_at DESC, inquiry_id);
CREATE INDEX inquiries_newest ON inquiries (asked_at DESC, inquiry_id);

ALTER TABLE inquiries ENABLE ROW LEVEL SECURITY;
ALTER TABLE inquiries FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON inquiries FOR SELECT TO redress_worker USING (true);
CREATE POLICY api ON inquiries TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]))
    WITH CHECK (office = ANY ((SELECT redress_offices())::text[]) AND person = redress_person());
GRANT SELECT, INSERT ON inquiries TO redress_api;
GRANT SELECT ON inquiries TO redress_worker;
