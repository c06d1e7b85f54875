-- What the supervisors' board and the statistics count: one narrow line per case, written anew with every change of
-- the case, in its transaction, from what stands recorded. No texts and no persons but the handler's id.

CREATE TABLE board_lines (
    case_id          uuid PRIMARY KEY REFERENCES cases (case_id),
    office           text NOT NULL,
    seen_by          text[] NOT NULL,
    handler          text,
    matter           text NOT NULL,
    stage            text NOT NULL,
    channel          text NOT NULL,
    category         text,
    urgency          text NOT NULL,
    key              boolean NOT NULL,
    supervised       boolean NOT NULL,
    hotline          boolean NOT NULL,
    overdue          boolean NOT NULL,
    level            integer NOT NULL,
    received_on      date NOT NULL,
    next_due_at      timestamptz,
    safe_due_on      date,
    list_on          date NOT NULL,
    clock_offset     interval NOT NULL,
    -- The decision that the law wants first (受理, 立案): by when, when made, whether told by then.
    undecided        boolean NOT NULL,
    decide_on        date,
    decide_due_at    timestamptz,
    decided_at       timestamptz,
    told             text CHECK (told IN ('owed', 'met', 'late')),
    untold           boolean NOT NULL,
    contacted_at     timestamptz,
    approvals        text[] NOT NULL,
    dispatched_at    timestamptz,
    suspended_on     date,
    signs            boolean NOT NULL,
    merged           boolean NOT NULL,
    withdrawn        boolean NOT NULL,
    accepted         boolean NOT NULL,
    conclusion_late  boolean NOT NULL,
    concluded_on     date,
    outcome          text,
    disputed_amount  numeric(14, 2),
    recovered_amount numeric(14, 2),
    punitive_amount  numeric(14, 2),
    satisfaction     integer,
    -- Blind keys of the credit codes of its traders (see blind_index).
    traders          bytea[] NOT NULL
);
CREATE INDEX board_lines_living ON board_lines (office, list_on, case_id) WHERE stage <> 'archived';
CREATE INDEX board_lines_received ON board_lines (received_on);
CREATE INDEX board_lines_concluded ON board_lines (concluded_on) WHERE concluded_on IS NOT NULL;
CREATE INDEX board_lines_ahead ON board_lines (clock_offset) WHERE clock_offset <> '0';
CREATE INDEX board_lines_traders ON board_lines USING gin (traders);

ALTER TABLE board_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE board_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON board_lines TO redress_worker USING (true) WITH CHECK (true);
-- The same readers as the case's own line, without asking it.
CREATE POLICY api ON board_lines TO redress_api
    USING (office = ANY ((SELECT redress_offices())::text[]) OR seen_by && (SELECT redress_offices())::text[]);
GRANT SELECT, INSERT, UPDATE ON board_lines TO redress_worker;
GRANT SELECT, UPDATE (clock_offset) ON board_lines TO redress_api;

-- One definition for what is recorded from now on, for what was recorded before, and after a lost task.
CREATE FUNCTION write_board_line(of_case uuid) RETURNS void LANGUAGE sql AS $$
WITH entry AS MATERIALIZED (
    SELECT l.seq, l.type, l.occurred_at, l.at,
           CASE WHEN l.type IN ('contact_recorded', 'notice_recorded', 'escalated') THEN l.body::jsonb END AS body
    FROM ledger l WHERE l.case_id = of_case
), round AS (
    SELECT coalesce(max(e.seq), 0) AS from_seq, coalesce(max(e.occurred_at), '-infinity') AS from_at
    FROM entry e WHERE e.type = 'reopened'
), deed AS (
    SELECT min(e.occurred_at) FILTER (WHERE e.type IN ('accepted', 'refused', 'clue_decided')) AS decided_at,
           coalesce(bool_or(e.type = 'accepted'), false) AS accepted,
           coalesce(bool_or(e.type = 'withdrawn'), false) AS withdrawn,
           coalesce(bool_or(e.type = 'duplicate_merged'), false) AS merged
    FROM entry e, round WHERE e.seq > round.from_seq
), contact AS (
    SELECT min(e.occurred_at) AS at FROM entry e
    WHERE (e.type = 'contact_recorded' AND e.body->>'result' = 'reached' AND starts_with(e.body->>'party', 'complainant'))
       OR (e.type = 'notice_recorded' AND e.body->>'outcome' = 'told' AND e.body->>'matter' IN ('acceptance', 'refusal')
           AND starts_with(e.body->>'party', 'complainant'))
), decision AS (
    SELECT min(k.due_at) AS due_at, min(coalesce(k.safe_due_on, k.due_on)) AS due_on,
           coalesce(bool_or(k.live), false) AS live, bool_or(k.state = 'breached') AS late, bool_or(k.state = 'met') AS met
    FROM clocks k, round
    WHERE k.case_id = of_case AND k.milestone IN ('acceptance', 'clue_verification') AND k.started_at >= round.from_at
), conclusion AS (
    SELECT coalesce(bool_or(k.state = 'breached'), false) AS late FROM clocks k, round
    WHERE k.case_id = of_case AND k.legal AND k.started_at >= round.from_at
      AND k.milestone IN ('mediation_end', 'termination_notice', 'close', 'disposition')
), pause AS (
    SELECT min((s->>'start')::timestamptz) AS since
    FROM clocks k CROSS JOIN jsonb_path_query(k.facts, '$.suspensions[*] ? (@.end == null)') AS s
    WHERE k.case_id = of_case AND k.live AND k.state = 'suspended'
), ladder AS (
    SELECT coalesce(max((e.body->>'level')::integer), 0) AS level
    FROM entry e JOIN clocks k ON k.case_id = of_case AND k.key = e.body->>'clock'
    WHERE e.type = 'escalated' AND (e.body->>'level')::integer > 0
      AND k.live AND k.state IN ('breached', 'expired') AND e.at >= k.started_at
)
INSERT INTO board_lines (
    case_id, office, seen_by, handler, matter, stage, channel, category, urgency, key, supervised, hotline, overdue,
    level, received_on, next_due_at, safe_due_on, list_on, clock_offset, undecided, decide_on, decide_due_at,
    decided_at, told, untold, contacted_at, approvals, dispatched_at, suspended_on, signs, merged, withdrawn, accepted,
    conclusion_late, concluded_on, outcome, disputed_amount, recovered_amount, punitive_amount, satisfaction, traders)
SELECT c.case_id, c.office, c.seen_by, c.handler, c.matter, c.stage, c.channel,
       coalesce(r.category, c.view->'grading'->>'category', c.view->'filing'->>'category'),
       c.urgency, c.key, c.supervised,
       c.channel = 'hotline_12345'
           OR jsonb_path_exists(c.view, '$.filing.external_refs[*] ? (@.system == "hotline12345")'),
       c.overdue, ladder.level, (c.received_at AT TIME ZONE 'Asia/Shanghai')::date, c.next_due_at, c.safe_due_on,
       c.list_on, c.clock_offset,
       decision.live AND deed.decided_at IS NULL AND NOT deed.merged, decision.due_on, decision.due_at,
       deed.decided_at,
       CASE WHEN decision.late THEN 'late' WHEN decision.live THEN 'owed' WHEN decision.met THEN 'met' END,
       jsonb_path_exists(c.view, '$.open_items[*] ? (@ starts with "tell.")'),
       contact.at,
       array_remove(ARRAY[
           CASE WHEN jsonb_path_exists(c.view, '$.open_items[*] ? (@ starts with "extension:")') THEN 'extension' END,
           CASE WHEN jsonb_path_exists(c.view, '$.open_items[*] ? (@ starts with "recusal:")') THEN 'recusal' END,
           CASE WHEN jsonb_path_exists(c.view, '$.open_items[*] ? (@ == "referral")') THEN 'referral' END,
           CASE WHEN jsonb_path_exists(c.view, '$.open_items[*] ? (@ == "second_round")') THEN 'second_round' END,
           CASE WHEN jsonb_path_exists(c.view, '$.documents[*] ? (@.standing == "draft" && @.approver != null)')
                THEN 'document' END,
           CASE WHEN r.outcome IN ('agreed', 'settled', 'partly', 'failed') AND r.published_at IS NULL
                 AND coalesce(c.view->'after'->>'secrecy', 'none') = 'none'
                 AND NOT EXISTS (
                     SELECT FROM jsonb_path_query(c.view, '$.parties[*] ? (@ starts with "complainant")') AS p
                     WHERE coalesce(
                         (SELECT x->>'answer' FROM jsonb_path_query(c.view, '$.consents[*]') AS x
                          WHERE x->>'matter' = 'publication' AND x->'party' = p LIMIT 1),
                         c.view->'filing'->'consents'->>'publish', 'not_asked') <> 'yes')
                 AND c.view ? 'parties'
                THEN 'publication' END], NULL),
       (SELECT min((d->>'at')::timestamptz)
        FROM jsonb_path_query(c.view, '$.passing.dispatches[*] ? (@.acknowledged_at == null && @.ended_at == null)') d),
       (pause.since AT TIME ZONE 'Asia/Shanghai')::date,
       jsonb_path_exists(c.view, '$.findings.hints[*]'),
       deed.merged, deed.withdrawn, deed.accepted, conclusion.late, r.concluded_on, r.outcome, r.disputed_amount,
       r.recovered_amount, r.punitive_amount, r.satisfaction,
       ARRAY(SELECT DISTINCT b.hash FROM blind_index b
             WHERE b.case_id = of_case AND b.field = 'trader.uscc' ORDER BY 1)
FROM cases c LEFT JOIN case_results r USING (case_id), deed, contact, decision, conclusion, pause, ladder
WHERE c.case_id = of_case
ON CONFLICT (case_id) DO UPDATE SET
    office = excluded.office, seen_by = excluded.seen_by, handler = excluded.handler, matter = excluded.matter,
    stage = excluded.stage, channel = excluded.channel, category = excluded.category, urgency = excluded.urgency,
    key = excluded.key, supervised = excluded.supervised, hotline = excluded.hotline, overdue = excluded.overdue,
    level = excluded.level, received_on = excluded.received_on, next_due_at = excluded.next_due_at,
    safe_due_on = excluded.safe_due_on, list_on = excluded.list_on, clock_offset = excluded.clock_offset,
    undecided = excluded.undecided, decide_on = excluded.decide_on, decide_due_at = excluded.decide_due_at,
    decided_at = excluded.decided_at, told = excluded.told, untold = excluded.untold,
    contacted_at = excluded.contacted_at, approvals = excluded.approvals, dispatched_at = excluded.dispatched_at,
    suspended_on = excluded.suspended_on, signs = excluded.signs, merged = excluded.merged,
    withdrawn = excluded.withdrawn, accepted = excluded.accepted, conclusion_late = excluded.conclusion_late,
    concluded_on = excluded.concluded_on, outcome = excluded.outcome, disputed_amount = excluded.disputed_amount,
    recovered_amount = excluded.recovered_amount, punitive_amount = excluded.punitive_amount,
    satisfaction = excluded.satisfaction, traders = excluded.traders
$$;

-- Erasing the key of a case takes its traders out of every count by trader, as it does out of the blind index.
CREATE FUNCTION erasing_a_case() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('redress.erased_case', true) IS NOT DISTINCT FROM 'on' $$;
CREATE POLICY erased ON board_lines TO redress_owner USING (erasing_a_case());
CREATE FUNCTION forget_traders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('redress.erased_case', 'on', true);
    UPDATE board_lines SET traders = '{}' WHERE case_id = OLD.case_id;
    PERFORM set_config('redress.erased_case', 'off', true);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_traders AFTER DELETE ON vault_keys FOR EACH ROW EXECUTE FUNCTION forget_traders();

-- The cases there are. The owner sees no rows while row-level security is forced.
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger NO FORCE ROW LEVEL SECURITY;
ALTER TABLE clocks NO FORCE ROW LEVEL SECURITY;
ALTER TABLE case_results NO FORCE ROW LEVEL SECURITY;
ALTER TABLE blind_index NO FORCE ROW LEVEL SECURITY;
ALTER TABLE board_lines NO FORCE ROW LEVEL SECURITY;
SELECT count(write_board_line(case_id)::text) FROM cases;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
ALTER TABLE clocks FORCE ROW LEVEL SECURITY;
ALTER TABLE case_results FORCE ROW LEVEL SECURITY;
ALTER TABLE blind_index FORCE ROW LEVEL SECURITY;
ALTER TABLE board_lines FORCE ROW LEVEL SECURITY;
