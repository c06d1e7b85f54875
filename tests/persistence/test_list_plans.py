"""No list, count or search reads the whole table of cases: the plans of an officer over thousands."""

import pytest

from redress.domain.actors import Actor, Role
from redress.persistence.case_filters import CaseFilter
from redress.persistence.case_words import WordHashes, few_with, terms_typed
from redress.persistence.pool import Pool, acting_as
from redress.persistence.reading import count_query, list_cases, list_query
from redress.persistence.vault import FileMasterKey
from tests.persistence.examples import QINGHE, YUNSHAN
from tests.persistence.many_cases import BESIDE, COMMON, MORNING, RARE, fill, plan_of, reads_every_case
from tests.servers import Database

WORDS = WordHashes(b"w" * 32)
OFFICER = Actor("p-7", QINGHE, (Role.OFFICER,))
HANDLERS = [f"p-{n}" for n in range(40)]


def _searching(typed: str) -> CaseFilter:
    return CaseFilter(words=WORDS.of_terms(terms_typed(typed)))


LISTS = (
    CaseFilter(),
    CaseFilter(stage="accepted"),
    CaseFilter(handler="p-7"),
    CaseFilter(handler="p-7", due_begins_by=MORNING),
    CaseFilter(handler="p-7", overdue=True),
    CaseFilter(handler="p-7", waiting=True),
    CaseFilter(unassigned=True),
    CaseFilter(overdue=True),
    CaseFilter(waiting=True),
    CaseFilter(escalated=1),
    CaseFilter(key=True),
    CaseFilter(supervised=True),
    CaseFilter(urgency="critical"),
    CaseFilter(matter="clue"),
    CaseFilter(channel="letter"),
    CaseFilter(category="service"),
    CaseFilter(profile="samr-20"),
    CaseFilter(profile="samr-121"),
    CaseFilter(profile=BESIDE),
    CaseFilter(office=f"{QINGHE}.east"),
    CaseFilter(due_from=MORNING.date(), due_before=MORNING.date().replace(day=27)),
    CaseFilter(received_from=MORNING.replace(day=18), received_before=MORNING.replace(day=19)),
    CaseFilter(stage="mediating", channel="web", handler="p-9"),
    _searching(COMMON),
    _searching(RARE),
    _searching(f"{COMMON} 洗衣机"),
    _searching("洗衣机 不制冷 停课"),
)


@pytest.mark.timeout(120)
async def test_no_list_reads_every_case(api: Pool, offices: Database) -> None:
    await fill(
        offices.superuser_url, 3_000, [(QINGHE, 6), (f"{QINGHE}.east", 2), (YUNSHAN, 2)], HANDLERS,
        words=WORDS, master=FileMasterKey(b"m" * 32),
    )  # fmt: skip
    async with acting_as(api, OFFICER) as connection:
        deep = await list_cases(connection, CaseFilter(), limit=1_000)
        queries = [list_query(narrowed, 25) for narrowed in LISTS]
        queries.append(list_query(CaseFilter(), 25, deep.next_cursor))
        queries.append(count_query(LISTS[:7]))
        plans = {query[-300:]: await plan_of(connection, query, given) for query, given in queries}
        assert [query for query, plan in plans.items() if reads_every_case(plan)] == []
        few = await few_with(connection, WORDS.of_terms((RARE,)))
        assert few is not None
        assert 0 < len(few) < 5
        plan = await plan_of(connection, *list_query(CaseFilter(cases=few), 25))
        assert "cases_pkey" in plan
        assert await few_with(connection, WORDS.of_terms((COMMON,)), most=100) is None
