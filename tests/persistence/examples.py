"""Batches of a made-up case, for the tests of this folder."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from redress.contracts.recording import Batch, CaseSummary, ClockRow, LedgerRow, OutboxRow
from redress.persistence.pool import Connection, Record

CASE = "01936f00-0000-7000-8000-000000000001"
QINGHE = "jiangzhou.linhai.qinghe"
YUNSHAN = "jiangzhou.linhai.yunshan"
MORNING = datetime(2026, 8, 20, 1, 0, tzinfo=UTC)


async def rows_of(connection: Connection, table: str) -> list[Record]:
    """All rows of a table of ours, as this connection sees them."""
    rows: list[Record] = await connection.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608
    return rows


def case_id(n: int) -> str:
    return f"01936f00-0000-7000-8000-{n:012d}"


def event(seq: int, **changes: Any) -> LedgerRow:
    at = MORNING + timedelta(minutes=seq)
    row = LedgerRow(seq, "note_added", at, at, "p-1", QINGHE, f'{{"n":{seq}}}')
    return replace(row, **changes)


def batch(first: int, last: int, case: str = CASE, **summary: Any) -> Batch:
    """Events `first` to `last` of a case, one clock, and one delivery because of the last event."""
    columns = {
        "number": f"330106-2026-{case[-6:]}-1",
        "matter": "complaint",
        "stage": "registered",
        "profile": "samr-121",
        "office": QINGHE,
        "version": last,
        "received_at": MORNING,
        "channel": "phone",
        "safe_due_on": date(2026, 8, 31),
        "due_on": date(2026, 8, 31),
        "next_due_at": datetime(2026, 8, 31, 16, tzinfo=UTC),
    }
    clock = ClockRow(
        key="complaint.acceptance",
        milestone="acceptance",
        state="running",
        started_at=MORNING,
        citation="令121 art.15",
        due_on=date(2026, 8, 31),
    )
    return Batch(
        case_id=case,
        rows=tuple(event(seq) for seq in range(first, last + 1)),
        summary=CaseSummary(**{**columns, **summary}),
        clocks=(clock,),
        outbox=(OutboxRow(last, "notice", '{"clock":"complaint.acceptance"}'),),
        view_json=f'{{"version":{last}}}',
    )
