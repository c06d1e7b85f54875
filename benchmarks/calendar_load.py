"""A dry run over 100,000 cases in PostgreSQL, as the API makes it: the notice of 2020-01-27, made-up rows."""

import asyncio
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import asyncpg

from redress.contracts.recorded import FACTS
from redress.contracts.recording import ClockFacts
from redress.domain.actors import Actor, Role
from redress.domain.clock import due_of_rule
from redress.domain.clocks import profile_of
from redress.domain.recalculation import changed_stretch, moved
from redress.domain.tables import Tables, load_tables
from redress.persistence.demo_offices import QINGHE
from redress.persistence.open_clocks import Place, open_clocks
from redress.persistence.pool import Pool, acting_as, open_pool
from redress.persistence.seed import seed
from tests.servers import running_postgres, scratch_folder

CASES: Final = 100_000
AT_A_TIME: Final = 10_000
RULES: Final = ("complaint.acceptance", "complaint.mediation", "case.reopening")
"""Three live clocks a case; two of them are counted in days that the notice moves."""

ADMINISTRATOR: Final = Actor("p-administrator", QINGHE, (Role.ADMINISTRATOR,))


def run() -> dict[str, float]:
    return asyncio.run(_run())


async def _run() -> dict[str, float]:
    with scratch_folder() as folder:
        async with running_postgres() as postgres, postgres.fresh_database() as database:
            await seed(database.owner_url, folder / "passwords.json")
            before = load_tables(date(2020, 1, 26))
            await _fill(database.superuser_url, before)
            async with await open_pool(database.api_url, name="bench") as pool:
                return await _measured(pool, before)


async def _measured(pool: Pool, before: Tables) -> dict[str, float]:
    new = load_tables(date(2020, 1, 27)).calendar
    stretch = changed_stretch(before.calendar, new)
    if stretch is None:
        raise RuntimeError("the notice changes nothing")
    grown_from = _memory()
    began, used = time.perf_counter(), time.process_time()
    place: Place | None = None
    looked_at = changed = 0
    while True:
        async with acting_as(pool, ADMINISTRATOR) as connection:
            page = await open_clocks(connection, before, *stretch, place, AT_A_TIME)
        looked_at += len(page.clocks)
        clocks = (each.clock for each in page.clocks)
        changed += sum(1 for _ in moved(clocks, before.calendar, new))
        place = page.end
        if place is None:
            break
    return {
        "dry_run_of_100_000_cases_seconds": time.perf_counter() - began,
        "dry_run_own_process_seconds": time.process_time() - used,
        "clocks_looked_at": float(looked_at),
        "clocks_moved": float(changed),
        "memory_grown_mb": _memory() - grown_from,
    }


def _memory() -> float:
    """The most that this process ever held, in MB."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1 << 20 if sys.platform == "darwin" else 1 << 10)


async def _fill(superuser_url: str, tables: Tables) -> None:
    connection = await asyncpg.connect(superuser_url)
    try:
        for first in range(0, CASES, AT_A_TIME):
            rows = list(_rows(range(first, first + AT_A_TIME), tables))
            await connection.copy_records_to_table(
                "cases", records=[case for case, _ in rows], columns=CASE_COLUMNS
            )
            await connection.copy_records_to_table(
                "clocks", records=[clock for _, clocks in rows for clock in clocks], columns=CLOCK_COLUMNS
            )
        await connection.execute("ANALYZE cases, clocks")
    finally:
        await connection.close()


CASE_COLUMNS: Final = (
    "case_id", "number", "matter", "stage", "profile", "office", "channel", "version", "received_at",
    "last_hash", "view",
)  # fmt: skip
CLOCK_COLUMNS: Final = (
    "case_id", "key", "milestone", "state", "started_at", "citation", "due_on", "due_at", "safe_due_on",
    "provisional", "seq", "live", "facts",
)  # fmt: skip


def _rows(numbers: range, tables: Tables) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    chance = random.Random(numbers.start)  # noqa: S311
    profile = profile_of("samr-20", tables)
    rules = [rule for rule in profile.clocks if rule.key in RULES]
    facts = {rule.key: FACTS.dump_json(ClockFacts(rule.key, profile.id)).decode() for rule in rules}
    for number in numbers:
        case_id = f"00000000-0000-7000-8000-{number:012x}"
        at = datetime(2019, 11, 20, tzinfo=UTC) + timedelta(minutes=chance.randrange(68 * 24 * 60))
        clocks = []
        for rule in rules:
            due = due_of_rule(rule, profile, at, tables.calendar)
            clocks.append(
                (
                    case_id, rule.key, rule.milestone, "running", at, "", due.due_on, due.due_at,
                    due.safe_due_on, due.provisional, 1, True, facts[rule.key],
                )
            )  # fmt: skip
        case = (
            case_id, f"n-{number}", "complaint", "accepted", profile.id, QINGHE, "phone", 1, at,
            bytes(32), "{}",
        )  # fmt: skip
        yield case, clocks


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:<36} {value:>14,.3f}  ({os.cpu_count()} cores)")
