"""Writes what a case sends: ledger rows chained by hash, its lines in the read model, its clocks, its outbox.

`record` is their only writer; it works inside the caller's transaction, before the step's own rows.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from redress.contracts.recording import Batch, ClockRow, LedgerRow
from redress.persistence.pool import Connection
from redress.persistence.results import forget_result, write_result
from redress.persistence.webhooks import announce

GENESIS: Final = bytes(32)
"""The previous hash of a case's first event."""


class RecordingError(Exception):
    """A batch that does not continue its case's ledger; retrying it cannot help."""

    def __init__(self, case_id: str, seq: int, why: str) -> None:
        super().__init__(f"case {case_id}, event {seq}: {why}")
        self.case_id = case_id
        self.seq = seq


class LedgerGap(RecordingError):
    """Events before the batch's first one are missing."""


class LedgerConflict(RecordingError):
    """Another event stands under a `seq` of the batch, and it is not older."""


async def record(connection: Connection, batch: Batch) -> int:
    """Writes what is new of a batch and answers how many events that were: 0 when it was all there already.

    An event that a lost workflow task had written under a number of the batch is taken out first: the task
    whose turn came later is the one that counts. Raises `LedgerGap`, `LedgerConflict` where the batch itself
    is of a lost task, and ValueError for a batch that contradicts itself.
    """
    _check(batch)
    version, head = await _head(connection, batch.case_id)
    lost = await _first_lost(connection, batch, version)
    if lost is not None:
        await connection.execute("SELECT take_out_lost_events($1, $2)", batch.case_id, lost)
        await forget_result(connection, batch.case_id)
        version, head = await _head(connection, batch.case_id)
    first = batch.rows[0].seq
    if first > version + 1:
        raise LedgerGap(batch.case_id, first, f"the ledger ends at {version}")
    new = [row for row in batch.rows if row.seq > version]
    if not new:
        return 0
    chained = []
    for row in new:
        previous, head = head, chain(head, batch.case_id, row)
        chained.append((row, previous, head))
    await _write_case(connection, batch, head, is_new=version == 0)
    await connection.executemany(
        _LEDGER,
        [
            (batch.case_id, r.seq, r.type, r.at, r.occurred_at, r.actor, r.office, r.body, previous, own)
            for r, previous, own in chained
        ],
    )
    if batch.summary.result is not None:
        await write_result(connection, batch.case_id, batch.summary.result)
    if batch.clocks:
        await connection.executemany(_CLOCK, [_clock(batch, clock) for clock in batch.clocks])
    if batch.clocks or version == 0:
        await connection.execute(_REGIMES, batch.case_id)
    if outbox := [row for row in batch.outbox if row.seq > version]:
        await connection.executemany(
            _OUTBOX, [(batch.case_id, row.seq, row.kind, row.n, row.payload) for row in outbox]
        )
    await announce(connection, batch.case_id, batch.summary, new)
    await connection.execute("SELECT write_board_line($1)", batch.case_id)
    return len(new)


async def set_clock_offset(connection: Connection, case_id: str, offset: timedelta) -> None:
    """How far the case's own clock is ahead of the wall clock after a fast-forward (rehearsal)."""
    await connection.execute("UPDATE cases SET clock_offset = $2 WHERE case_id = $1", case_id, offset)
    await connection.execute("UPDATE board_lines SET clock_offset = $2 WHERE case_id = $1", case_id, offset)


def chain(previous: bytes, case_id: str, row: LedgerRow) -> bytes:
    """The hash of an event: SHA-256 of the hash before it and of the event as canonical JSON."""
    entry = {
        "case_id": str(UUID(case_id)),
        "seq": row.seq,
        "type": row.type,
        "at": _instant(row.at),
        "occurred_at": _instant(row.occurred_at),
        "actor": row.actor,
        "office": row.office,
        "body": row.body,
    }
    return hashlib.sha256(previous + canonical_json(entry).encode()).digest()


def canonical_json(value: Any) -> str:
    """One text per value: sorted keys, no spaces, no escapes for Chinese."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _check(batch: Batch) -> None:
    if not batch.rows:
        raise ValueError("a batch has at least one event")
    first = batch.rows[0].seq
    if [row.seq for row in batch.rows] != list(range(first, first + len(batch.rows))) or first < 1:
        raise ValueError("the events of a batch are numbered without a gap, from 1")
    if batch.summary.version != batch.rows[-1].seq:
        raise ValueError("the version of the summary is the number of the last event")


async def _head(connection: Connection, case_id: str) -> tuple[int, bytes]:
    """Version and hash of the ledger's end, locked against a second writer; (0, GENESIS) when new."""
    query = "SELECT version, last_hash FROM cases WHERE case_id = $1 FOR UPDATE"
    row = await connection.fetchrow(query, case_id)
    if row is None:
        # There is no row to lock yet: two first attempts meet here, and the second then sees the first's row.
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", case_id)
        row = await connection.fetchrow(query, case_id)
    return (0, GENESIS) if row is None else (row["version"], row["last_hash"])


async def _first_lost(connection: Connection, batch: Batch, version: int) -> int | None:
    """The first number under which another event stands, written by a task that was lost; None where none.

    Every task of a run has a later time than the one before, and its events carry it.
    """
    known = [row for row in batch.rows if row.seq <= version]
    if not known:
        return None
    written = await connection.fetch(
        "SELECT seq, at, prev_hash, hash FROM ledger WHERE case_id = $1 AND seq = ANY ($2) ORDER BY seq",
        batch.case_id,
        [row.seq for row in known],
    )
    for row, old in zip(known, written, strict=True):
        if chain(old["prev_hash"], batch.case_id, row) == old["hash"]:
            continue
        if row.seq == 1 or row.at <= old["at"]:
            raise LedgerConflict(batch.case_id, row.seq, "another event stands here")
        return row.seq
    return None


async def _write_case(connection: Connection, batch: Batch, head: bytes, *, is_new: bool) -> None:
    s = batch.summary
    await connection.execute(
        _NEW_CASE if is_new else _CASE,
        batch.case_id, s.number, s.matter, s.stage, s.profile, s.office, s.handler, s.channel, s.priority,
        s.overdue, s.version, s.received_at, s.next_due_at, s.due_on, s.safe_due_on, s.next_moment_at,
        s.concluded_on, head, batch.view_json, list(s.seen_by),
        s.urgency, s.key, s.supervised, s.category, s.escalated, s.waiting, s.waiting_since,
    )  # fmt: skip
    if is_new:
        # From here on the case's own office decides who may open its texts.
        await connection.execute("UPDATE vault_keys SET filed_in = NULL WHERE case_id = $1", batch.case_id)


def _clock(batch: Batch, clock: ClockRow) -> tuple[object, ...]:
    return (
        batch.case_id, clock.key, clock.milestone, clock.state, clock.started_at, clock.citation,
        clock.due_on, clock.due_at, clock.safe_due_on, clock.opens_on, clock.provisional, clock.legal,
        batch.summary.version, clock.live, clock.facts,
    )  # fmt: skip


_LEDGER: Final = """
INSERT INTO ledger (case_id, seq, type, at, occurred_at, actor, office, body, prev_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""

_NEW_CASE: Final = """
INSERT INTO cases (case_id, number, matter, stage, profile, office, handler, channel, priority, overdue,
                   version, received_at, next_due_at, due_on, safe_due_on, next_moment_at, concluded_on,
                   last_hash, view, seen_by, urgency, key, supervised, category, escalated, waiting,
                   waiting_since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27)
"""

_CASE: Final = """
UPDATE cases SET number = $2, matter = $3, stage = $4, profile = $5, office = $6, handler = $7, channel = $8,
    priority = $9, overdue = $10, version = $11, received_at = $12, next_due_at = $13, due_on = $14,
    safe_due_on = $15, next_moment_at = $16, concluded_on = $17, last_hash = $18, view = $19,
    seen_by = $20, urgency = $21, key = $22, supervised = $23, category = $24, escalated = $25,
    waiting = $26, waiting_since = $27, recorded_at = now()
WHERE case_id = $1 AND version < $11
"""

_CLOCK: Final = """
INSERT INTO clocks (case_id, key, milestone, state, started_at, citation, due_on, due_at, safe_due_on,
                    opens_on, provisional, legal, seq, live, facts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (case_id, key) DO UPDATE SET
    milestone = excluded.milestone, state = excluded.state, started_at = excluded.started_at,
    citation = excluded.citation, due_on = excluded.due_on, due_at = excluded.due_at,
    safe_due_on = excluded.safe_due_on, opens_on = excluded.opens_on, provisional = excluded.provisional,
    legal = excluded.legal, seq = excluded.seq, live = excluded.live, facts = excluded.facts
"""

_REGIMES: Final = """
INSERT INTO case_regimes (case_id, regime)
SELECT case_id, profile FROM cases WHERE case_id = $1
UNION SELECT case_id, facts->>'profile' FROM clocks WHERE case_id = $1 AND facts->>'profile' IS NOT NULL
ON CONFLICT DO NOTHING
"""

_OUTBOX: Final = """
INSERT INTO outbox (case_id, seq, kind, n, payload) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_id, seq, kind, n) DO NOTHING
"""
