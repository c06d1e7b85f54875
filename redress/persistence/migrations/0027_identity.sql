-- Lock-out, passwords that must be changed, second factors, sessions that end unused, and the log of sign-ins.

-- Without one: somebody who signs in elsewhere, or a service.
ALTER TABLE accounts ALTER COLUMN password_hash DROP NOT NULL;
ALTER TABLE accounts
    ADD COLUMN service         boolean NOT NULL DEFAULT false,
    ADD COLUMN must_change     boolean NOT NULL DEFAULT false,
    ADD COLUMN password_set_at timestamptz,
    -- Wrong passwords and codes since the last right ones; at the moment of the last, and until when it counts.
    ADD COLUMN failures        integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    ADD COLUMN failed_at       timestamptz,
    ADD COLUMN locked_until    timestamptz,
    ADD COLUMN signed_in_at    timestamptz,
    ADD CHECK (NOT (service AND password_hash IS NOT NULL));

-- Roles that may not work here without a second factor; NULL: as the office above has it.
ALTER TABLE offices ADD COLUMN second_factor_roles text[];

ALTER TABLE sessions
    ADD COLUMN id      uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD COLUMN used_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN device  text NOT NULL DEFAULT 'other',
    ADD COLUMN way     text NOT NULL DEFAULT 'password' CHECK (way IN ('password', 'issuer')),
    -- What has to be done before anything else in this session.
    ADD COLUMN duty    text CHECK (duty IN ('password', 'second_factor'));
CREATE INDEX sessions_of_person ON sessions (person);

-- The secret of one-time codes, sealed under a data key of its own; `last_step`: no code counts twice.
CREATE TABLE second_factors (
    person        text PRIMARY KEY REFERENCES accounts (person),
    wrapped       bytea NOT NULL,
    master_key_id text NOT NULL,
    sealed        bytea NOT NULL,
    last_step     bigint NOT NULL DEFAULT 0,
    made_at       timestamptz NOT NULL DEFAULT now(),
    confirmed_at  timestamptz
);

CREATE TABLE recovery_codes (
    person    text NOT NULL REFERENCES second_factors (person) ON DELETE CASCADE,
    code_hmac bytea NOT NULL CHECK (length(code_hmac) = 32),
    used_at   timestamptz,
    PRIMARY KEY (person, code_hmac)
);

-- Whose password was right a moment ago and whose code is still to come.
CREATE TABLE second_steps (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    person     text NOT NULL REFERENCES accounts (person),
    expires_at timestamptz NOT NULL
);
CREATE INDEX second_steps_by_expiry ON second_steps (expires_at);

-- Who did what to an account, and when. `about`: the opaque id of a session, a token or a link; never a secret.
CREATE TABLE sign_in_log (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person text NOT NULL REFERENCES accounts (person),
    what   text NOT NULL,
    at     timestamptz NOT NULL DEFAULT now(),
    by     text NOT NULL,
    about  text
);
CREATE INDEX sign_in_log_of_person ON sign_in_log (person, id);

CREATE FUNCTION refuse_sign_in_log_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log of sign-ins is append-only' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sign_in_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_sign_in_log_change();

-- All of this is asked before it is known who somebody is, so the API alone reads it, and reads all of it.
ALTER TABLE second_factors ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factors FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON second_factors TO redress_api USING (true) WITH CHECK (true);
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON recovery_codes TO redress_api USING (true) WITH CHECK (true);
ALTER TABLE second_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON second_steps TO redress_api USING (true) WITH CHECK (true);
ALTER TABLE sign_in_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_log FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON sign_in_log TO redress_api USING (true) WITH CHECK (true);

GRANT INSERT (person, username, password_hash, display_name, service, must_change, password_set_at)
    ON accounts TO redress_api;
GRANT UPDATE (password_hash, active, must_change, password_set_at, failures, failed_at, locked_until, signed_in_at)
    ON accounts TO redress_api;
GRANT SELECT (service) ON accounts TO redress_worker;
GRANT UPDATE (second_factor_roles) ON offices TO redress_api;
GRANT UPDATE (used_at, duty) ON sessions TO redress_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors, recovery_codes TO redress_api;
GRANT SELECT, INSERT, DELETE ON second_steps TO redress_api;
GRANT SELECT, INSERT ON sign_in_log TO redress_api;
