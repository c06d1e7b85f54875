-- The vault: party fields and free text, encrypted under one data key per case; who opened what; the blind index.

CREATE TABLE vault_keys (
    case_id       uuid PRIMARY KEY,
    wrapped       bytea NOT NULL,
    master_key_id text NOT NULL,
    -- The office that filed, until the case is recorded; from then on the case's own office decides who may see.
    filed_in      text REFERENCES offices (path),
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE vault (
    case_id    uuid NOT NULL REFERENCES vault_keys (case_id) ON DELETE CASCADE,
    ref        text NOT NULL,
    kind       text NOT NULL,
    sealed     bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, ref)
);

CREATE TABLE vault_openings (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id uuid NOT NULL,
    refs    text[] NOT NULL,
    person  text NOT NULL,
    purpose text NOT NULL,
    at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX vault_openings_of_case ON vault_openings (case_id, at);

CREATE TABLE blind_index (
    field   text NOT NULL,
    hash    bytea NOT NULL CHECK (length(hash) = 16),
    case_id uuid NOT NULL REFERENCES vault_keys (case_id) ON DELETE CASCADE,
    PRIMARY KEY (field, hash, case_id)
);
CREATE INDEX blind_index_of_case ON blind_index (case_id);

ALTER TABLE vault_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON vault_keys TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON vault_keys TO redress_api
    USING (filed_in = ANY ((SELECT redress_offices())::text[]) OR EXISTS (SELECT FROM cases c WHERE c.case_id = vault_keys.case_id))
    WITH CHECK (filed_in = ANY ((SELECT redress_offices())::text[]));

ALTER TABLE vault ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON vault TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON vault TO redress_api
    USING (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = vault.case_id))
    WITH CHECK (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = vault.case_id));

ALTER TABLE blind_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE blind_index FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON blind_index TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON blind_index TO redress_api
    USING (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = blind_index.case_id))
    WITH CHECK (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = blind_index.case_id));

ALTER TABLE vault_openings ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_openings FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON vault_openings TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api_reads ON vault_openings FOR SELECT TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = vault_openings.case_id));
CREATE POLICY api_adds ON vault_openings FOR INSERT TO redress_api WITH CHECK (person = redress_person());

GRANT SELECT, INSERT ON vault_keys, vault, blind_index, vault_openings TO redress_api, redress_worker;
GRANT UPDATE (filed_in) ON vault_keys TO redress_worker;
