-- The office tree, local sign-in, and the two settings by which row-level security knows who reads.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO redress_worker, redress_api;

-- The paths of the offices whose cases the present transaction may see; NULL (so: none) when nobody said.
CREATE FUNCTION redress_offices() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('redress.offices', true), ''), ',') $$;

-- The opaque id of the person for whom the present transaction reads; NULL when nobody said.
CREATE FUNCTION redress_person() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('redress.person', true), '') $$;

CREATE TABLE offices (
    path      text PRIMARY KEY CHECK (path ~ '^[a-z0-9_]+(\.[a-z0-9_]+)*$'),
    parent    text REFERENCES offices (path),
    -- The six digits of its case numbers; an office without numbers with the nearest office above that has them.
    code      text UNIQUE CHECK (code ~ '^[0-9]{6}$'),
    kind      text NOT NULL CHECK (kind IN
                  ('superior', 'bureau', 'branch', 'section', 'station', 'platform', 'mediation_body')),
    name_zh   text NOT NULL,
    name_en   text NOT NULL,
    regions   text[] NOT NULL DEFAULT '{}',
    platforms text[] NOT NULL DEFAULT '{}',
    CHECK (parent IS NULL OR path LIKE replace(parent, '_', '\_') || '.%')
);

CREATE TABLE accounts (
    person        text PRIMARY KEY,
    username      text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    display_name  text NOT NULL,
    active        boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account_roles (
    person text NOT NULL REFERENCES accounts (person),
    office text NOT NULL REFERENCES offices (path),
    role   text NOT NULL,
    PRIMARY KEY (person, office, role)
);

CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    person     text NOT NULL REFERENCES accounts (person),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

GRANT SELECT ON offices TO redress_api, redress_worker;
GRANT SELECT ON accounts, account_roles TO redress_api;
GRANT SELECT (person, display_name, active) ON accounts TO redress_worker;
GRANT SELECT ON account_roles TO redress_worker;
GRANT SELECT, INSERT, DELETE ON sessions TO redress_api;
