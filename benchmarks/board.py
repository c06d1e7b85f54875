"""The supervisors' board over 100,000 cases: what HTTP answers, beside the same figures by bare SQL in the
same run, and what row-level security costs of it.

Bare is the SQL alone, on one connection that no policy narrows. `page`: drawn for a browser.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

import asyncpg
import httpx

from api.console.visitor import SESSION_COOKIE
from benchmarks.many_cases import fill
from cli.stack.keys import make_keys
from redress.domain.actors import Actor, Role
from redress.domain.board import Count, Figure
from redress.domain.counting import CHINA
from redress.domain.statistical_periods import Kind, StatisticalPeriod, period_with
from redress.domain.tables import shipped_calendar
from redress.persistence.board_figures import Days, Scope, counted, days_of, listed, loads
from redress.persistence.demo_offices import QINGHE
from redress.persistence.pool import Connection, Pool, acting_as, open_pool
from redress.persistence.statistics import kinds_of, sums_of, top_traders
from redress.persistence.supervising import KINDS
from tests.api.conftest import Stack, running_stack
from tests.servers import running_engine, running_postgres, scratch_folder

CASES: Final = 100_000
ROUNDS: Final = 3
SUPERVISOR: Final = Actor("p-bench", QINGHE, (Role.SUPERVISOR,))

WHOLE: Final = Scope(office=QINGHE, rehearsal=True)

Query = Callable[[Connection], Awaitable[object]]


def run() -> dict[str, float]:
    return asyncio.run(_run())


async def _run() -> dict[str, float]:
    with scratch_folder() as folder:
        async with (
            running_postgres() as postgres,
            running_engine() as engine,
            running_stack(postgres, engine, make_keys(folder), folder) as stack,
        ):
            lines = await fill(stack.database.superuser_url, CASES)
            return {"writing_100_000_lines_seconds": lines} | await _measured(stack)


@dataclass
class Bench:
    """One supervisor's way through HTTP, the API's pool, and a connection that no policy narrows."""

    client: httpx.AsyncClient
    headers: dict[str, str]
    pool: Pool
    bare: Connection
    figures: dict[str, float] = field(default_factory=dict)

    async def compare(self, name: str, ask: Query, place: str) -> dict[str, float]:
        async def narrowed() -> None:
            async with acting_as(self.pool, SUPERVISOR) as connection:
                await ask(connection)

        alone = await _best(lambda: ask(self.bare))
        secured = await _best(narrowed)
        answered = await _best(lambda: self.get(place, "application/json"))
        return {
            f"{name}_bare_sql_ms": alone,
            f"{name}_row_security_ratio": secured / alone,
            f"{name}_http_ms": answered,
            f"{name}_http_to_bare_ratio": answered / alone,
        }

    async def get(self, place: str, accept: str) -> None:
        response = await self.client.get(place, headers={**self.headers, "Accept": accept})
        response.raise_for_status()


async def _measured(stack: Stack) -> dict[str, float]:
    now = datetime.now(UTC)
    year = period_with(Kind.YEAR, now.astimezone(CHINA).date())
    token = (await stack.desk("supervisor")).token
    headers = {"Authorization": f"Bearer {token}", "Cookie": f"{SESSION_COOKIE}={token}"}
    bare = await asyncpg.connect(stack.database.superuser_url)
    try:
        async with await open_pool(stack.database.api_url, name="bench") as pool:
            bench = Bench(stack.client, headers, pool, bare)
            days = await days_of(bare, shipped_calendar(), now)
            figures = await bench.compare("board", _board(days), "/v1/statistics/board")
            figures |= await bench.compare("year", _year(days, year), f"/v1/statistics/year/{year.name}")
            figures["board_page_ms"] = await _best(lambda: bench.get("/board", "text/html"))
            of_year = "/board/statistics?kind=year"
            figures["year_page_ms"] = await _best(lambda: bench.get(of_year, "text/html"))
            return figures | await _lists(bench, days, year)
    finally:
        await bare.close()


def _board(days: Days) -> Query:
    async def ask(connection: Connection) -> None:
        await counted(connection, WHOLE, days)
        await loads(connection, WHOLE, days)

    return ask


def _year(days: Days, year: StatisticalPeriod) -> Query:
    async def ask(connection: Connection) -> None:
        await sums_of(connection, WHOLE, days, (year, year.before, year.year_before, *year.months))
        for part, what in KINDS:
            await kinds_of(connection, WHOLE, days, year, part, what)
        await top_traders(connection, WHOLE, days, year)

    return ask


def _list(what: Figure | Count, days: Days, year: StatisticalPeriod) -> Query:
    async def ask(connection: Connection) -> None:
        await listed(connection, what, replace(WHOLE, first=year.first, last=year.last), days)

    return ask


async def _lists(bench: Bench, days: Days, year: StatisticalPeriod) -> dict[str, float]:
    """The first page of every list; of each kind the slowest."""
    figures: dict[str, float] = {}
    of_year = f"?first={year.first}&last={year.last}"
    kinds: tuple[tuple[str, tuple[Figure | Count, ...], str], ...] = (
        ("list_now", tuple(Figure), ""),
        ("list_of_year", tuple(Count), of_year),
    )
    for kind, codes, asked in kinds:
        found = [
            await bench.compare(kind, _list(what, days, year), f"/v1/statistics/lists/{what}{asked}")
            for what in codes
        ]
        worst = max(found, key=lambda one: one[f"{kind}_http_ms"])
        figures |= {f"slowest_{name}": value for name, value in worst.items()}
    return figures


async def _best(work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds, the best of some rounds after one to warm up."""
    await work()
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await work()
        best = min(best, time.perf_counter() - began)
    return best * 1000


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:<40} {value:>14,.3f}  ({os.cpu_count()} cores)")
