"""A small world whose figures are counted by hand: each case with what it shows on the board."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from redress.contracts.recording import Batch, ClockRow, LedgerRow, ResultSummary
from redress.domain.counting import CHINA, midnight
from redress.persistence.pool import Pool, open_pool, transaction
from redress.persistence.recording import record
from tests.persistence.conftest import add_offices
from tests.persistence.examples import QINGHE, YUNSHAN, batch, case_id
from tests.servers import Database

EAST, WEST = f"{QINGHE}.east", f"{QINGHE}.west"
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=CHINA)
"""A Wednesday; the next working day is Thursday the 19th, the week ends on Sunday the 22nd."""

TODAY = NOON.date()


def day(number: int, month: int = 11) -> datetime:
    return datetime(2026, month, number, 9, 0, tzinfo=CHINA)


def acceptance(received: datetime, due_on: date, state: str = "running", **more: Any) -> ClockRow:
    columns: dict[str, Any] = {
        "key": "complaint.acceptance", "milestone": "acceptance", "state": state, "started_at": received,
        "citation": "令121 art.15", "due_on": due_on, "safe_due_on": due_on,
        "due_at": midnight(due_on + timedelta(days=1)), "live": state in ("running", "suspended", "breached"),
    }  # fmt: skip
    return ClockRow(**{**columns, **more})


def other(key: str, milestone: str, state: str, started: datetime, **more: Any) -> ClockRow:
    columns: dict[str, Any] = {"live": state in ("running", "suspended", "expired")}
    return ClockRow(
        key=key, milestone=milestone, state=state, started_at=started, citation="", **{**columns, **more}
    )


def happened(kind: str, at: datetime, **body: Any) -> tuple[str, datetime, dict[str, Any]]:
    return kind, at, body


def told(at: datetime, matter: str = "acceptance") -> tuple[str, datetime, dict[str, Any]]:
    return happened("notice_recorded", at, party="complainant-1", matter=matter, outcome="told")


def reached(at: datetime) -> tuple[str, datetime, dict[str, Any]]:
    return happened("contact_recorded", at, party="complainant-1", result="reached")


def made(
    n: int,
    received: datetime,
    *entries: tuple[str, datetime, dict[str, Any]],
    clocks: tuple[ClockRow, ...] = (),
    view: dict[str, Any] | None = None,
    **summary: Any,
) -> Batch:
    """A case as the workflow would send it: registered, then what happened."""
    all_entries = (happened("complaint_registered", received), *entries)
    rows = tuple(
        LedgerRow(seq, kind, at, at, "p-1", QINGHE, json.dumps({"type": kind, **body}))
        for seq, (kind, at, body) in enumerate(all_entries, start=1)
    )
    none: dict[str, Any] = {"next_due_at": None, "due_on": None, "safe_due_on": None}
    due = next((one for one in clocks if one.live and one.due_at), None)
    if due is not None:
        none = {"next_due_at": due.due_at, "due_on": due.due_on, "safe_due_on": due.safe_due_on}
    plain = batch(1, len(rows), case_id(n), **{"received_at": received, "handler": "p-1", **none, **summary})
    return replace(plain, rows=rows, clocks=clocks, outbox=(), view_json=json.dumps(view or {}))


def result(outcome: str, on: date, **more: Any) -> ResultSummary:
    return ResultSummary(outcome=outcome, concluded_on=on, **more)


LEVEL_TWO = happened("escalated", day(17), clock="complaint.acceptance", level=2)
PAUSED = (
    '{"rule": "complaint.mediation", "profile": "samr-121", "suspensions": '
    '[{"start": "2026-10-19T09:00:00+08:00", "end": null, "cause": "appraisal"}]}'
)
SHORT_PAUSE = PAUSED.replace("2026-10-19", "2026-10-20")
DISPATCH = {"at": "2026-11-17T10:00:00+08:00", "acknowledged_at": None, "ended_at": None}

LIVING: dict[int, tuple[Batch, set[str]]] = {
    1: (
        made(1, day(16), clocks=(acceptance(day(16), TODAY),), handler=None, office=EAST, stage="checking"),
        {"due_today", "not_contacted", "unassigned", "open", "due_week"},
    ),
    2: (
        made(2, day(17), clocks=(acceptance(day(17), date(2026, 11, 19)),), channel="hotline_12345"),
        {"due_next", "hotline", "open", "due_week"},
    ),
    3: (
        made(
            3, day(2), reached(day(3)), happened("accepted", day(17)), stage="accepted", key=True,
            clocks=(acceptance(day(2), date(2026, 11, 20)),), view={"open_items": ["tell.acceptance"]},
        ),
        {"untold", "key", "open", "due_week"},
    ),
    4: (
        made(
            4, day(2), LEVEL_TWO, clocks=(acceptance(day(2), date(2026, 11, 11), "breached"),), overdue=True,
            stage="checking", office=WEST, view={"findings": {"hints": ["often_by_phone"]}},
        ),
        {"overdue", "overdue_2", "not_contacted", "signs", "open"},
    ),
    5: (
        made(
            5, day(1, 10), told(day(5, 10)), happened("accepted", day(5, 10)), stage="mediating",
            supervised=True, office=EAST, view={
                "open_items": ["extension:clue.verification", "recusal:p-2"],
                "passing": {"dispatches": [DISPATCH]},
            },
            clocks=(
                acceptance(day(1, 10), date(2026, 10, 16), "met"),
                other("complaint.mediation", "mediation_end", "suspended", day(5, 10), facts=PAUSED),
            ),
        ),
        {"supervised", "approvals", "dispatched", "suspended", "open"},
    ),
    6: (
        made(
            6, day(1, 10), told(day(5, 10)), happened("accepted", day(5, 10)), stage="mediating",
            clocks=(
                other("complaint.mediation", "mediation_end", "suspended", day(5, 10), facts=SHORT_PAUSE),
            ),
        ),
        {"open"},
    ),
    7: (made(7, day(16), stage="archived", supervised=True, view={"open_items": ["tell.refusal"]}), set()),
    8: (made(8, day(13), matter="report", handler=None, stage="checking"), {"unassigned", "open"}),
    9: (
        made(
            9, day(9), happened("duplicate_merged", day(10)), stage="passed_on",
            clocks=(acceptance(day(9), TODAY),), view={"open_items": ["tell.merged"]},
        ),
        {"untold"},
    ),
    10: (made(10, day(16), clocks=(acceptance(day(16), TODAY),), office=YUNSHAN), {"due_today", "open"}),
}  # fmt: skip
"""Cases in hand and the figures that hold them. The tenth is another bureau's."""


def concluded(
    n: int, received: datetime, decided: datetime, on: date, outcome: str, *,
    late: bool = False, slow: bool = False, more: tuple[Any, ...] = (), **figures: Any,
) -> Batch:  # fmt: skip
    """A complaint with its result; `late`: the decision missed its day; `slow`: mediation missed its."""
    due_on = (received + timedelta(days=9)).astimezone(CHINA).date()
    accepted = "refused" if outcome == "refused" else "accepted"
    state = "breached" if slow else "met"
    mediation = other("complaint.mediation", "mediation_end", state, decided, live=False)
    columns = {name: figures.pop(name) for name in ("office", "channel", "matter") if name in figures}
    return made(
        n, received, happened(accepted, decided), told(decided), *more, stage="concluded",
        clocks=(acceptance(received, due_on, "breached" if late else "met", live=False), mediation),
        concluded_on=on, result=result(outcome, on, **figures), **columns,
    )  # fmt: skip


FINISHED: dict[int, Batch] = {
    21: concluded(21, day(1, 9), day(3, 9), date(2026, 10, 10), "agreed", recovered_amount=100,
                  satisfaction=5, category="quality.food", office=EAST),
    22: concluded(22, day(2, 9), day(20, 9), date(2026, 10, 12), "failed", late=True, satisfaction=2,
                  category="quality.electronics.phone"),
    23: concluded(23, day(3, 9), day(4, 9), date(2026, 10, 31), "partly", slow=True, recovered_amount=50,
                  punitive_amount=30, category="price", office=WEST, channel="web"),
    24: concluded(24, day(4, 9), day(6, 9), date(2026, 9, 30), "refused"),
    25: concluded(25, datetime(2026, 8, 31, 16, 30, tzinfo=UTC), day(2, 9), date(2026, 10, 1), "settled",
                  satisfaction=4),
    26: made(26, day(5, 9), happened("withdrawn", day(6, 9)), stage="withdrawn",
             clocks=(acceptance(day(5, 9), date(2026, 9, 14), "met", live=False),),
             concluded_on=date(2026, 10, 2), result=result("withdrawn", date(2026, 10, 2))),
    27: made(27, day(6, 9), happened("duplicate_merged", day(7, 9)), told(day(7, 9), "merged"),
             stage="passed_on", clocks=(acceptance(day(6, 9), date(2026, 9, 15), "met", live=False),)),
    28: made(28, day(7, 9), stage="checking",
             clocks=(acceptance(day(7, 9), date(2026, 9, 16), "breached"),), overdue=True),
    29: made(29, day(8, 9), matter="report", stage="checking"),
    30: concluded(30, day(9, 9), day(10, 9), date(2026, 10, 3), "agreed", office=YUNSHAN),
    31: made(31, day(1, 8), happened("accepted", day(3, 8)), told(day(3, 8)), happened("reopened", day(2, 9)),
             happened("accepted", day(20, 9)), stage="concluded", concluded_on=date(2026, 10, 20),
             clocks=(acceptance(day(2, 9), date(2026, 9, 11), "breached", live=False),
                     other("complaint.termination_notice:x", "termination_notice", "breached", day(10, 8))),
             result=result("agreed", date(2026, 10, 20), round=2)),
}  # fmt: skip
"""Received in September, concluded in October 2026, each with something of its own."""

TRADERS: dict[int, tuple[bytes, ...]] = {
    21: (b"a" * 16, b"b" * 16), 22: (b"a" * 16,), 23: (b"a" * 16,), 27: (b"a" * 16,), 30: (b"a" * 16,),
}  # fmt: skip
"""Against whom, by blind key."""


@asynccontextmanager
async def standing(
    database: Database, batches: Iterable[Batch], traders: Mapping[int, tuple[bytes, ...]] | None = None
) -> AsyncIterator[Pool]:
    """The world recorded in a database, and the pool of its API."""
    await add_offices(database)
    await index_traders(database, traders or {})
    async with (
        await open_pool(database.worker_url, name="worker") as worker,
        transaction(worker) as connection,
    ):
        for one in batches:
            await record(connection, one)
    async with await open_pool(database.api_url, name="api") as api:
        yield api


async def index_traders(database: Database, traders: Mapping[int, tuple[bytes, ...]]) -> None:
    """As the API does when a case is filed."""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        for n, keys in traders.items():
            await connection.execute(
                "INSERT INTO vault_keys (case_id, wrapped, master_key_id) VALUES ($1, '', 'k')", case_id(n)
            )
            await connection.executemany(
                "INSERT INTO blind_index (field, hash, case_id) VALUES ('trader.uscc', $1, $2)",
                [(key, case_id(n)) for key in keys],
            )
    finally:
        await connection.close()
