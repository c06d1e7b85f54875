-- Sentences that an office's clerks put into the facts by a click; kept by those in charge, without anybody's name.

CREATE TABLE office_phrases (
    id       uuid PRIMARY KEY,
    office   text NOT NULL REFERENCES offices (path),
    category text NOT NULL,
    text     text NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
    set_by   text NOT NULL,
    set_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX office_phrases_of_office ON office_phrases (office, category, set_at);

ALTER TABLE office_phrases ENABLE ROW LEVEL SECURITY;
ALTER TABLE office_phrases FORCE ROW LEVEL SECURITY;
-- Offices below use their bureau's phrases too.
CREATE POLICY api_reads ON office_phrases FOR SELECT TO redress_api USING (true);
CREATE POLICY api_adds ON office_phrases FOR INSERT TO redress_api
    WITH CHECK (office = ANY ((SELECT redress_offices())::text[]) AND set_by = redress_person() AND
                (redress_has_role('supervisor') OR redress_has_role('bureau_head') OR redress_has_role('administrator')));
CREATE POLICY api_removes ON office_phrases FOR DELETE TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]) AND
           (redress_has_role('supervisor') OR redress_has_role('bureau_head') OR redress_has_role('administrator')));

GRANT SELECT, INSERT, DELETE ON office_phrases TO redress_api;
