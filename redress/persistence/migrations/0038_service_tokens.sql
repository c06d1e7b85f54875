-- Tokens of services: what a program may do in an office, for how long. Only a hash of a token is kept.

CREATE TABLE service_tokens (
    id         text PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    person     text NOT NULL REFERENCES accounts (person),
    scopes     text[] NOT NULL CHECK (cardinality(scopes) > 0),
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    revoked_at timestamptz
);
CREATE INDEX service_tokens_of_person ON service_tokens (person);

-- Asked before it is known who somebody is.
ALTER TABLE service_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON service_tokens TO redress_api USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON service_tokens TO redress_api;
GRANT UPDATE (used_at, revoked_at) ON service_tokens TO redress_api;
GRANT INSERT, DELETE ON account_roles TO redress_api;
