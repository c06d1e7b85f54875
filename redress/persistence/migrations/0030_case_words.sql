-- By which words of its sealed texts a case is found: keyed hashes, one row per case.

CREATE TABLE case_words (
    case_id uuid PRIMARY KEY REFERENCES vault_keys (case_id) ON DELETE CASCADE,
    words   bigint[] NOT NULL
);
CREATE INDEX case_words_any ON case_words USING gin (words);

ALTER TABLE case_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_words FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON case_words TO redress_worker USING (true) WITH CHECK (true);
-- Hashes and opaque ids are read of every case: an index cannot serve a search that a policy narrows (its operator is
-- not leak-proof), and the case itself stays behind its own policy.
CREATE POLICY api_reads ON case_words FOR SELECT TO redress_api USING (true);
CREATE POLICY api_adds ON case_words FOR INSERT TO redress_api
    WITH CHECK (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = case_words.case_id));
CREATE POLICY api_adds_more ON case_words FOR UPDATE TO redress_api
    USING (EXISTS (SELECT FROM vault_keys k WHERE k.case_id = case_words.case_id));

GRANT SELECT, INSERT, UPDATE ON case_words TO redress_api, redress_worker;
