-- A case's moments by the wall clock, so that "overdue now" and "overslept now" are found by an index:
-- a comparison with now() + clock_offset differs from row to row, and no index serves it.

ALTER TABLE cases ADD COLUMN due_by_wall timestamptz, ADD COLUMN moment_by_wall timestamptz;

CREATE FUNCTION set_moments_by_the_wall_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.due_by_wall := NEW.next_due_at - NEW.clock_offset;
    NEW.moment_by_wall := NEW.next_moment_at - NEW.clock_offset;
    RETURN NEW;
END $$;
CREATE TRIGGER moments_by_the_wall_clock BEFORE INSERT OR UPDATE ON cases
    FOR EACH ROW EXECUTE FUNCTION set_moments_by_the_wall_clock();

-- The owner sees no rows while row-level security is forced.
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
UPDATE cases SET clock_offset = clock_offset;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;

DROP INDEX cases_waiting;
CREATE INDEX cases_waiting ON cases (moment_by_wall) WHERE moment_by_wall IS NOT NULL;
CREATE INDEX cases_due ON cases (due_by_wall) WHERE due_by_wall IS NOT NULL;
CREATE INDEX cases_overdue ON cases (list_on, case_id) WHERE overdue;
