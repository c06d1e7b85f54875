-- Signing in at the organisation's issuer (OpenID Connect): who is who there, and sign-ins under way.

CREATE TABLE issuer_links (
    issuer    text NOT NULL,
    subject   text NOT NULL,
    person    text NOT NULL REFERENCES accounts (person),
    linked_at timestamptz NOT NULL DEFAULT now(),
    linked_by text NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, person)
);

-- Nonce, PKCE verifier, the way back and what was typed, sealed; taken out once.
CREATE TABLE issuer_attempts (
    state_hash    bytea PRIMARY KEY CHECK (length(state_hash) = 32),
    browser_hash  bytea NOT NULL CHECK (length(browser_hash) = 32),
    key_owner     uuid NOT NULL,
    wrapped       bytea NOT NULL,
    master_key_id text NOT NULL,
    sealed        bytea NOT NULL,
    expires_at    timestamptz NOT NULL
);
CREATE INDEX issuer_attempts_by_expiry ON issuer_attempts (expires_at);

ALTER TABLE issuer_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE issuer_links FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON issuer_links TO redress_api USING (true) WITH CHECK (true);
ALTER TABLE issuer_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE issuer_attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON issuer_attempts TO redress_api USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON issuer_links, issuer_attempts TO redress_api;
