"""Desk and search over 100,000 cases in PostgreSQL, each beside bare SQL for the same rows in the same run.

Ours: a transaction of the reader, row-level security, the filter, values of our own, texts opened, audited.
Bare: a transaction of the superuser that fetches the same rows, and opens nothing.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import asyncpg

from api.console.desk_filters import TABS
from api.console.desk_lines import read_around
from api.http.case_list import narrowed_to
from api.http.text_search import asked_for, search
from redress.domain.actors import Actor, Role
from redress.persistence.case_filters import CaseFilter
from redress.persistence.case_words import WordHashes
from redress.persistence.demo_offices import QINGHE, YUNSHAN
from redress.persistence.pool import Connection, Pool, acting_as, open_pool
from redress.persistence.reading import count_cases, count_query, list_cases, list_query
from redress.persistence.seed import seed
from redress.persistence.vault import FileMasterKey, Vault
from tests.persistence.many_cases import BESIDE, COMMON, MORNING, RARE, fill, plan_of, reads_every_case
from tests.servers import running_postgres, scratch_folder

CASES: Final = 100_000
ROUNDS: Final = 15
ON_A_PAGE: Final = 25
DEEP: Final = 400
"""Pages turned before the deep one."""

OFFICES: Final = ((QINGHE, 60), (f"{QINGHE}.east", 20), (YUNSHAN, 19), (f"{QINGHE}.wanjia", 1))
HANDLERS: Final = tuple(f"p-{n}" for n in range(200))
OFFICER: Final = Actor("p-7", QINGHE, (Role.OFFICER,))
STATION: Final = Actor("p-8", f"{QINGHE}.wanjia", (Role.OFFICER,))
MASTER: Final = FileMasterKey(b"m" * 32)
WORDS: Final = WordHashes(b"w" * 32)
VAULT: Final = Vault(MASTER, WORDS)

FILTERS: Final[dict[str, CaseFilter]] = {
    "stage": CaseFilter(stage="accepted"),
    "urgency": CaseFilter(urgency="critical"),
    "key": CaseFilter(key=True),
    "supervised": CaseFilter(supervised=True),
    "handler": CaseFilter(handler="p-9"),
    "office": CaseFilter(office=f"{QINGHE}.east"),
    "due": CaseFilter(due_from=MORNING.date(), due_before=MORNING.date().replace(day=27)),
    "received": CaseFilter(received_from=MORNING.replace(day=18), received_before=MORNING.replace(day=19)),
    "channel": CaseFilter(channel="letter"),
    "category": CaseFilter(category="service"),
    "regime_of_all": CaseFilter(profile="samr-121"),
    "regime_beside": CaseFilter(profile=BESIDE),
    "regime_of_none": CaseFilter(profile="samr-20"),
    "overdue": CaseFilter(overdue=True),
    "escalated": CaseFilter(escalated=1),
    "waiting": CaseFilter(waiting=True),
    "unassigned": CaseFilter(unassigned=True),
    "matter": CaseFilter(matter="clue"),
    "together": CaseFilter(stage="mediating", channel="web", category="goods", handler="p-9"),
}

Work = Callable[[], Awaitable[Any]]


def run() -> dict[str, float]:
    return asyncio.run(_run())


async def _run() -> dict[str, float]:
    with scratch_folder() as folder:
        async with running_postgres() as postgres, postgres.fresh_database() as database:
            await seed(database.owner_url, folder / "passwords.json")
            url = database.superuser_url
            await fill(url, CASES, OFFICES, HANDLERS, words=WORDS, master=MASTER)
            bare = await asyncpg.connect(url)
            try:
                async with await open_pool(database.api_url, name="bench") as pool:
                    return await _measured(pool, bare)
            finally:
                await bare.close()


async def _measured(pool: Pool, bare: Connection) -> dict[str, float]:
    figures: dict[str, float] = {}
    async with acting_as(pool, OFFICER) as connection:
        offices = await connection.fetchval("SELECT redress_offices()")
        deep = None
        for _ in range(DEEP):
            deep = (await list_cases(connection, CaseFilter(), limit=ON_A_PAGE, cursor=deep)).next_cursor
        small = await connection.fetchval("SELECT count(*) FROM cases")
    figures["cases_seen_by_the_officer"] = float(small)

    async def beside(name: str, ours: Work, theirs: Work) -> None:
        mine, other = await _both(ours, theirs)
        figures[f"{name}_ms"] = mine
        figures[f"{name}_ratio"] = mine / other

    for name, cursor in (("first_page", None), ("deep_page", deep)):
        await beside(name, _page(pool, OFFICER, cursor), _bare_page(bare, offices, cursor))
    async with acting_as(pool, STATION) as connection:
        theirs = await connection.fetchval("SELECT redress_offices()")
    await beside("small_office", _page(pool, STATION, None), _bare_page(bare, theirs, None))
    for name, narrowed in FILTERS.items():
        await beside(
            f"filter_{name}", _listed(pool, OFFICER, narrowed), _bare_list(bare, offices, narrowed)
        )
    tabs = [narrowed_to(OFFICER, tab.wanted(MORNING)) for _, tab in TABS]
    await beside("tabs", _counted(pool, tabs), _bare_counts(bare, offices, tabs))
    for name, typed in {
        "common": COMMON, "rare": RARE, "two_words": f"{COMMON} 洗衣机",
        "never_together": "洗衣机 不制冷 停课", "one_character": "漏", "name": "顾客4711",
    }.items():  # fmt: skip
        await beside(f"search_{name}", _searched(pool, typed), _bare_search(bare, offices, typed))
    figures["plans_that_read_every_case"] = float(await _reading_all(pool, tabs))
    return figures


async def _both(ours: Work, theirs: Work) -> tuple[float, float]:
    """Median milliseconds of each, taken in turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, times in zip((ours, theirs), taken, strict=True):
            began = time.perf_counter()
            await work()
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _page(pool: Pool, actor: Actor, cursor: str | None) -> Work:
    """A page of the desk with everything that its lines show."""

    async def work() -> None:
        async with acting_as(pool, actor) as connection:
            page = await list_cases(connection, CaseFilter(), limit=ON_A_PAGE, cursor=cursor)
            around = await read_around(VAULT, connection, actor, page.items)
        if len(page.items) != ON_A_PAGE or not around.abouts:
            raise RuntimeError("the page is not full")

    return work


def _listed(pool: Pool, actor: Actor, narrowed: CaseFilter) -> Work:
    async def work() -> None:
        async with acting_as(pool, actor) as connection:
            await list_cases(connection, narrowed, limit=ON_A_PAGE)

    return work


def _counted(pool: Pool, lists: list[CaseFilter]) -> Work:
    async def work() -> None:
        async with acting_as(pool, OFFICER) as connection:
            await count_cases(connection, lists)

    return work


def _searched(pool: Pool, typed: str) -> Work:
    narrowed, terms = asked_for(WORDS, typed)

    async def work() -> None:
        async with acting_as(pool, OFFICER) as connection:
            await search(VAULT, connection, OFFICER, narrowed, terms, limit=ON_A_PAGE, cursor=None)

    return work


def _of_offices(query: str, arguments: list[Any], offices: list[str]) -> tuple[str, list[Any]]:
    """The same narrowing with the reader's offices said in the query itself."""
    mine = f"FROM cases WHERE office = ANY (${len(arguments) + 1}::text[]) "
    said = query.replace("FROM cases WHERE ", f"{mine} AND ").replace("FROM cases  ", mine)
    return said, [*arguments, offices]


def _bare_list(bare: Connection, offices: list[str], narrowed: CaseFilter) -> Work:
    query, arguments = _of_offices(*list_query(narrowed, ON_A_PAGE), offices)
    return _fetching(bare, query, arguments)


def _bare_page(bare: Connection, offices: list[str], cursor: str | None) -> Work:
    query, arguments = _of_offices(*list_query(CaseFilter(), ON_A_PAGE - 1, cursor), offices)

    async def work() -> None:
        async with bare.transaction():
            ids = [row["case_id"] for row in await bare.fetch(query, *arguments)]
            await bare.fetch("SELECT * FROM clocks WHERE case_id = ANY ($1) AND live", ids)
            await bare.fetch(
                "SELECT case_id, (view->'filing')::text FROM cases WHERE case_id = ANY ($1)", ids
            )
            await _bare_texts(bare, ids)

    return work


def _bare_counts(bare: Connection, offices: list[str], lists: list[CaseFilter]) -> Work:
    query, arguments = _of_offices(*count_query(lists), offices)
    return _fetching(bare, query, arguments)


def _fetching(bare: Connection, query: str, arguments: list[Any]) -> Work:
    async def work() -> None:
        async with bare.transaction():
            await bare.fetch(query, *arguments)

    return work


def _bare_search(bare: Connection, offices: list[str], typed: str) -> Work:
    narrowed, _ = asked_for(WORDS, typed)
    query, arguments = _of_offices(*list_query(narrowed, ON_A_PAGE), offices)

    async def work() -> None:
        async with bare.transaction():
            await _bare_texts(bare, [row["case_id"] for row in await bare.fetch(query, *arguments)])

    return work


async def _bare_texts(bare: Connection, ids: list[Any]) -> None:
    await bare.fetch("SELECT case_id, wrapped FROM vault_keys WHERE case_id = ANY ($1)", ids)
    await bare.fetch("SELECT case_id, ref, sealed FROM vault WHERE case_id = ANY ($1)", ids)


async def _reading_all(pool: Pool, tabs: list[CaseFilter]) -> int:
    """How many of the queries scan the whole table of cases."""
    common = asked_for(WORDS, COMMON)[0]
    lists = [list_query(one, ON_A_PAGE) for one in (CaseFilter(), *FILTERS.values(), common)]
    found = 0
    async with acting_as(pool, OFFICER) as connection:
        for query, arguments in (*lists, count_query(tabs)):
            found += reads_every_case(await plan_of(connection, query, arguments))
    return found


if __name__ == "__main__":
    for figure, value in run().items():
        print(f"{figure:<36} {value:>14,.3f}")
