-- How the characters of a case were read when its words were written: a fingerprint of the table by which traditional
-- characters become simplified ones. NULL: before there was one. `redress audit index` writes anew what differs.
ALTER TABLE case_words ADD COLUMN script bigint;

-- Those cases that have all the words, or NULL when they are more than `most`. Planned each time for the words at hand:
-- of a rare one the index tells at once, of a common one the first rows do; a plan for any words does one of them badly.
CREATE FUNCTION few_cases_with(wanted bigint[], most bigint) RETURNS uuid[] LANGUAGE plpgsql STABLE
SET plan_cache_mode = 'force_custom_plan' AS $$
DECLARE
    found uuid[];
BEGIN
    SELECT array_agg(those.case_id) INTO found
    FROM (SELECT w.case_id FROM case_words w WHERE w.words @> wanted LIMIT most + 1) AS those;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
END $$;
