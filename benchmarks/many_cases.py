"""Made-up cases by the hundred thousand in PostgreSQL: two years of a county. No benchmark itself."""

from typing import Final

import asyncpg

from redress.persistence.demo_offices import QINGHE, YUNSHAN

OFFICES: Final = (QINGHE, QINGHE, f"{QINGHE}.east", f"{QINGHE}.west", f"{QINGHE}.consumer", YUNSHAN)
TABLES: Final = ("cases", "ledger", "clocks", "case_results", "vault_keys", "blind_index")


async def fill(superuser_url: str, count: int) -> float:
    """Records `count` cases as rows; seconds that writing all their lines of the board took.

    Every twelfth is in hand, the others ended two weeks after they came; one in six has a trader of the forty
    that many complain of.
    """
    connection = await asyncpg.connect(superuser_url, timeout=60)
    try:
        for statement in (_CASES, _EVENTS, _CLOCKS, _RESULTS, _KEYS, _TRADERS):
            arguments = (count, list(OFFICES)) if statement is _CASES else ()
            await connection.execute(statement, *arguments)
        await connection.execute(f"ANALYZE {', '.join(TABLES)}")
        began = await connection.fetchval("SELECT clock_timestamp()")
        await connection.execute("SELECT count(write_board_line(case_id)::text) FROM cases")
        ended = await connection.fetchval("SELECT clock_timestamp()")
        await connection.execute("ANALYZE board_lines")
        return float((ended - began).total_seconds())
    finally:
        await connection.close()


_CASES: Final = """
INSERT INTO cases (case_id, number, matter, stage, profile, office, handler, channel, version, received_at,
                   next_due_at, due_on, safe_due_on, concluded_on, last_hash, urgency, key, supervised, view)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'n-' || n, 'complaint',
       CASE WHEN n % 12 > 0 THEN CASE WHEN n % 3 = 0 THEN 'concluded' ELSE 'archived' END
            ELSE (ARRAY['registered', 'checking', 'accepted', 'mediating'])[1 + n / 12 % 4] END,
       'samr-121', ($2::text[])[1 + n % array_length($2::text[], 1)],
       CASE WHEN n % 36 > 0 THEN 'p-' || n % 40 END,
       (ARRAY['phone', 'web', 'app', 'hotline_12345', 'national_platform'])[1 + n % 5], 3, at,
       CASE WHEN n % 12 = 0 THEN at + interval '9 days' END, CASE WHEN n % 12 = 0 THEN at::date + 9 END,
       CASE WHEN n % 12 = 0 THEN at::date + 9 END, CASE WHEN n % 12 > 0 THEN at::date + 14 END,
       decode(repeat('00', 32), 'hex'), CASE WHEN n % 50 = 0 THEN 'urgent' ELSE 'ordinary' END,
       n % 97 = 0, n % 113 = 0,
       jsonb_build_object(
           'open_items', CASE WHEN n % 24 = 0 THEN '["tell.acceptance"]'::jsonb ELSE '[]' END,
           'findings', jsonb_build_object('hints', '[]'::jsonb),
           'filing', jsonb_build_object('category', (ARRAY[
               'quality.food', 'quality.electronics.phone', 'price.marking', 'advertising', 'contract'
           ])[1 + n % 5]),
           'documents', '[]'::jsonb, 'parties', '["complainant-1", "respondent-1"]'::jsonb,
           'text', (SELECT string_agg(md5(n::text || k), '') FROM generate_series(1, 30) k))
FROM generate_series(1, $1::integer) AS n,
     LATERAL (SELECT CASE WHEN n % 12 = 0 THEN now() - make_interval(hours => n % 260)
                          ELSE now() - interval '15 days' - make_interval(hours => n % 17000) END AS at
     ) AS came
"""

_EVENTS: Final = """
INSERT INTO ledger (case_id, seq, type, at, occurred_at, actor, office, body, prev_hash, hash)
SELECT c.case_id, e.seq, e.type, c.received_at + e.after, c.received_at + e.after, 'p-1', c.office, e.body,
       c.last_hash, c.last_hash
FROM cases c JOIN (VALUES
    (1, 'complaint_registered', interval '0', '{}'), (2, 'intake_checked', interval '1 minute', '{}'),
    (3, 'contact_recorded', interval '1 day', '{"party": "complainant-1", "result": "reached"}'),
    (4, 'accepted', interval '4 days', '{}'), (5, 'notice_recorded', interval '4 days',
     '{"party": "complainant-1", "matter": "acceptance", "outcome": "told"}'),
    (6, 'agreement_recorded', interval '12 days', '{}'), (7, 'concluded', interval '14 days', '{}')
) AS e (seq, type, after, body) ON e.seq <= CASE c.stage
    WHEN 'registered' THEN 2 WHEN 'checking' THEN 3 WHEN 'accepted' THEN 4 WHEN 'mediating' THEN 5 ELSE 7 END
"""

_CLOCKS: Final = """
INSERT INTO clocks (case_id, key, milestone, state, started_at, citation, due_on, safe_due_on, due_at, seq,
                    live)
SELECT c.case_id, k.key, k.milestone,
       CASE WHEN c.stage = ANY (k.open_in) THEN 'running' WHEN hashtext(c.number) % 17 = 0 THEN 'breached'
            ELSE 'met' END,
       c.received_at, '', c.received_at::date + k.days, c.received_at::date + k.days,
       c.received_at + make_interval(days => k.days), 1, c.stage = ANY (k.open_in)
FROM cases c JOIN (VALUES
    ('complaint.acceptance', 'acceptance', 9, ARRAY['registered', 'checking', 'accepted']),
    ('complaint.mediation', 'mediation_end', 64, ARRAY['accepted', 'mediating'])
) AS k (key, milestone, days, open_in)
  ON k.key = 'complaint.acceptance' OR c.stage NOT IN ('registered', 'checking')
"""

_RESULTS: Final = """
INSERT INTO case_results (case_id, outcome, concluded_on, disputed_amount, recovered_amount, satisfaction,
                          category)
SELECT case_id, (ARRAY['agreed', 'agreed', 'settled', 'partly', 'failed', 'withdrawn'])[1 + h % 6],
       concluded_on, 300, h % 300, 1 + h % 5, view->'filing'->>'category'
FROM (SELECT *, abs(hashtext(number)) AS h FROM cases WHERE concluded_on IS NOT NULL) AS ended
"""

_KEYS: Final = """
INSERT INTO vault_keys (case_id, wrapped, master_key_id) SELECT case_id, '', 'bench' FROM cases
"""

_TRADERS: Final = """
INSERT INTO blind_index (field, hash, case_id)
SELECT 'trader.uscc', decode(md5('t' || CASE WHEN h % 6 = 0 THEN h % 40 ELSE h END), 'hex'), case_id
FROM (SELECT case_id, abs(hashtext(number)) AS h FROM cases) AS traded
"""
