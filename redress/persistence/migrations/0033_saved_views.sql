-- Views of the desk that people keep: a name and filters by closed words and ids; what was searched for is never kept.

CREATE TABLE saved_views (
    id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    person   text NOT NULL REFERENCES accounts (person),
    -- Shared with everybody of the office; NULL: the person's own.
    office   text REFERENCES offices (path),
    name     text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 40),
    filters  text NOT NULL CHECK (char_length(filters) <= 1000),
    saved_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX saved_views_own ON saved_views (person, name) WHERE office IS NULL;
CREATE UNIQUE INDEX saved_views_shared ON saved_views (office, name) WHERE office IS NOT NULL;

-- With which view the desk opens.
CREATE TABLE first_views (
    person text PRIMARY KEY REFERENCES accounts (person),
    view   uuid NOT NULL REFERENCES saved_views (id) ON DELETE CASCADE
);

ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY api_reads ON saved_views FOR SELECT TO redress_api
    USING (person = redress_person() OR office = ANY ((SELECT redress_offices())::text[]));
CREATE POLICY api ON saved_views TO redress_api
    USING (person = redress_person())
    WITH CHECK (person = redress_person() AND (office IS NULL OR office = ANY ((SELECT redress_offices())::text[])));

ALTER TABLE first_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE first_views FORCE ROW LEVEL SECURITY;
CREATE POLICY api ON first_views TO redress_api
    USING (person = redress_person())
    WITH CHECK (person = redress_person() AND EXISTS (SELECT FROM saved_views v WHERE v.id = first_views.view));

GRANT SELECT, INSERT, UPDATE (name), DELETE ON saved_views TO redress_api;
GRANT SELECT, INSERT, UPDATE (view), DELETE ON first_views TO redress_api;

-- What an officer classified goes before what was said when the case was filed.
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
UPDATE cases SET category = view->'grading'->>'category' WHERE view->'grading'->>'category' IS NOT NULL;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
