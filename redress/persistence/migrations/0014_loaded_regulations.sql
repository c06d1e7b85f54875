-- Profiles and regional overlays that the installation has loaded beside what is shipped, and what of the
-- regulations its cases use.

-- The ids are revisions like those of notices: one sequence counts all loads. Append-only: a later row of the
-- same name is its next version.
CREATE TABLE loaded_regulations (
    id        integer PRIMARY KEY DEFAULT nextval('calendar_notices_id_seq'),
    kind      text NOT NULL CHECK (kind IN ('profile', 'overlay')),
    name      text NOT NULL,
    content   text NOT NULL,
    numbers   jsonb NOT NULL DEFAULT '{}',
    loaded_by text NOT NULL,
    office    text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT ON loaded_regulations TO redress_api;
GRANT SELECT ON loaded_regulations TO redress_worker;
GRANT USAGE ON SEQUENCE calendar_notices_id_seq TO redress_api;

-- A load concerns the cases of every office, also of those that its administrator may not read: only while the
-- functions below count, and not otherwise, the owner sees cases; they answer no case.
CREATE FUNCTION counting_regulations() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('redress.counting_regulations', true) = 'on' $$;

CREATE POLICY counting ON cases FOR SELECT TO redress_owner USING (counting_regulations());
CREATE POLICY counting ON clocks FOR SELECT TO redress_owner USING (counting_regulations());

-- How many running clocks count by each rule of each profile.
CREATE FUNCTION rules_in_use() RETURNS TABLE (profile text, rule text, clocks bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('redress.counting_regulations', 'on', true);
    RETURN QUERY
        SELECT c.facts->>'profile', c.facts->>'rule', count(*)
        FROM clocks c JOIN cases s USING (case_id)
        WHERE c.live AND c.facts IS NOT NULL AND s.stage <> 'archived'
        GROUP BY 1, 2;
    PERFORM set_config('redress.counting_regulations', 'off', true);
END $$;

-- How many living cases were filed under each profile, and when the first of them was received.
CREATE FUNCTION profiles_in_use() RETURNS TABLE (profile text, cases bigint, first_received_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('redress.counting_regulations', 'on', true);
    RETURN QUERY
        SELECT s.profile, count(*), min(s.received_at) FROM cases s WHERE s.stage <> 'archived' GROUP BY 1;
    PERFORM set_config('redress.counting_regulations', 'off', true);
END $$;

REVOKE ALL ON FUNCTION rules_in_use(), profiles_in_use() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rules_in_use(), profiles_in_use() TO redress_api;
