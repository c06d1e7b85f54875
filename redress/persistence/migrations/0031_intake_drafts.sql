-- What a clerk has typed and not filed yet: sealed under a data key of each draft, the author's alone, for some days.

CREATE TABLE intake_drafts (
    draft         uuid PRIMARY KEY,
    person        text NOT NULL,
    office        text NOT NULL REFERENCES offices (path),
    form          text NOT NULL,
    version       integer NOT NULL CHECK (version > 0),
    wrapped       bytea NOT NULL,
    master_key_id text NOT NULL,
    sealed        bytea NOT NULL,
    kept_at       timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL
);
CREATE INDEX intake_drafts_of_person ON intake_drafts (person, kept_at DESC);
CREATE INDEX intake_drafts_expiring ON intake_drafts (expires_at);

ALTER TABLE intake_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON intake_drafts TO redress_api
    USING (person = redress_person()) WITH CHECK (person = redress_person());
-- The sweep sees nothing of a draft but that its time is over.
CREATE POLICY worker ON intake_drafts TO redress_worker USING (expires_at < now());

GRANT SELECT, INSERT, DELETE ON intake_drafts TO redress_api;
GRANT UPDATE (version, wrapped, master_key_id, sealed, kept_at, expires_at) ON intake_drafts TO redress_api;
GRANT SELECT (draft, expires_at), DELETE ON intake_drafts TO redress_worker;
