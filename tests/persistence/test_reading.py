"""Lists, views and timelines: sorted by what is due next, narrowed as asked, every case once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from redress.contracts.recorded import FACTS
from redress.contracts.recording import ClockFacts
from redress.domain.actors import Actor, Role
from redress.domain.facts import Channel, Complainant, Filing, Respondent
from redress.persistence.blind_index import BlindIndex, candidates, write_entries
from redress.persistence.case_filters import CaseFilter
from redress.persistence.case_words import WordHashes, terms_typed
from redress.persistence.indexing import index_texts
from redress.persistence.pool import Connection, Pool, acting_as, transaction
from redress.persistence.reading import (
    BadCursor,
    count_cases,
    find_by_number,
    list_cases,
    overslept,
    read_view,
    timeline,
)
from redress.persistence.recording import record, set_clock_offset
from redress.persistence.sealing import Plain, Sink, seal
from redress.persistence.vault import FileMasterKey, Vault
from tests.persistence.examples import QINGHE, YUNSHAN, batch, case_id

PROVINCE = Actor("p-province", "jiangzhou", (Role.AUDITOR,))
OFFICER = Actor("p-1", QINGHE, (Role.OFFICER,))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2090, 1, 1, tzinfo=UTC)
INDEX = BlindIndex(b"b" * 32)
WORDS = WordHashes(b"b" * 32)
VAULT = Vault(FileMasterKey(b"m" * 32), WORDS)

CASES: dict[int, dict[str, Any]] = {
    1: {"safe_due_on": date(2026, 9, 3), "next_due_at": FAR_AHEAD, "stage": "accepted", "handler": "p-1"},
    2: {"safe_due_on": date(2026, 9, 1), "next_due_at": FAR_AHEAD, "overdue": True},
    3: {"safe_due_on": None, "next_due_at": None, "due_on": None, "stage": "archived"},
    4: {"safe_due_on": date(2026, 9, 1), "next_due_at": LONG_AGO, "office": f"{QINGHE}.east"},
    5: {
        "safe_due_on": date(2026, 9, 2), "next_due_at": FAR_AHEAD, "office": YUNSHAN, "handler": "p-1",
        "category": "电器", "channel": "letter", "escalated": 2, "received_at": LONG_AGO,
        "waiting": "suspended", "waiting_since": LONG_AGO, "matter": "clue", "profile": "samr-20",
    },
}  # fmt: skip
IN_ORDER = [2, 4, 5, 1, 3]


@pytest.fixture
async def cases(worker: Pool) -> None:
    for n, columns in CASES.items():
        async with transaction(worker) as connection:
            await record(connection, batch(1, 2, case_id(n), **columns))


@pytest.fixture
async def province(api: Pool, cases: None) -> AsyncIterator[Connection]:
    async with acting_as(api, PROVINCE) as connection:
        yield connection


async def _listed(connection: Connection, narrowed: CaseFilter) -> list[int]:
    page = await list_cases(connection, narrowed)
    assert page.next_cursor is None
    return [int(item.case_id[-12:]) for item in page.items]


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        (CaseFilter(), IN_ORDER),
        (CaseFilter(stage="accepted"), [1]),
        (CaseFilter(handler="p-1"), [5, 1]),
        (CaseFilter(office=QINGHE), [2, 4, 1, 3]),
        (CaseFilter(office="jiangzhou.linhai.qing"), []),
        (CaseFilter(overdue=True), [2, 4]),
        (CaseFilter(overdue=False), [5, 1, 3]),
        (CaseFilter(due_before=date(2026, 9, 2)), [2, 4]),
        (CaseFilter(number="330106-2026-000003-1"), [3]),
        (CaseFilter(handler="p-1", office=QINGHE, overdue=False), [1]),
        (CaseFilter(due_from=date(2026, 9, 2)), [5, 1]),
        (CaseFilter(due_from=date(2026, 9, 2), due_before=date(2026, 9, 3)), [5]),
        (CaseFilter(due_begins_by=datetime(2026, 9, 1, 15, 59, tzinfo=UTC)), [2, 4]),
        (CaseFilter(due_begins_by=datetime(2026, 9, 1, 16, tzinfo=UTC)), [2, 4, 5]),
        (CaseFilter(received_from=LONG_AGO + timedelta(seconds=1)), [2, 4, 1, 3]),
        (CaseFilter(received_before=LONG_AGO + timedelta(seconds=1)), [5]),
        (CaseFilter(category="电器"), [5]),
        (CaseFilter(channel="letter"), [5]),
        (CaseFilter(profile="samr-20", matter="clue"), [5]),
        (CaseFilter(escalated=1), [5]),
        (CaseFilter(escalated=3), []),
        (CaseFilter(waiting=True), [5]),
        (CaseFilter(waiting=False), [2, 4, 1, 3]),
        (CaseFilter(unassigned=True), [2, 4]),
        (CaseFilter(unassigned=False), [5, 1, 3]),
        (CaseFilter(recorded_after=FAR_AHEAD), []),
        (CaseFilter(stage="' OR true --"), []),
    ],
)
async def test_a_list_holds_what_was_asked_for_the_earliest_due_first(
    province: Connection, narrowed: CaseFilter, found: list[int]
) -> None:
    assert await _listed(province, narrowed) == found


async def test_counts_go_no_further_than_they_are_asked_to(province: Connection) -> None:
    lists = [CaseFilter(), CaseFilter(stage="accepted"), CaseFilter(handler="p-9")]
    assert await count_cases(province, lists) == (5, 1, 0)
    assert await count_cases(province, lists, most=2) == (2, 1, 0)
    assert await count_cases(province, []) == ()


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
async def test_pages_of_any_size_hold_every_case_once(province: Connection, limit: int) -> None:
    seen: list[int] = []
    cursor = None
    while True:
        page = await list_cases(province, CaseFilter(), limit=limit, cursor=cursor)
        assert len(page.items) <= limit
        seen += [int(item.case_id[-12:]) for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == IN_ORDER


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "W10", "WyJhIiwiYiJd", "é", "MQ", "e30", "bnVsbA"])
async def test_a_made_up_cursor_is_refused(province: Connection, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await list_cases(province, CaseFilter(), cursor=cursor)


async def test_a_list_shows_only_what_the_reader_may_see(api: Pool, cases: None) -> None:
    async with acting_as(api, OFFICER) as connection:
        assert await _listed(connection, CaseFilter()) == [2, 4, 1, 3]
        assert await read_view(connection, case_id(5)) is None
        assert await timeline(connection, case_id(5)) == ()
        assert await find_by_number(connection, "330106-2026-000005-1") is None


async def test_one_view_and_its_timeline(province: Connection) -> None:
    view = await read_view(province, case_id(1))
    assert view is not None
    assert (view.version, view.office, view.view_json) == (2, QINGHE, '{"version": 2}')
    assert list(await timeline(province, case_id(1))) == list(batch(1, 2).rows)
    assert [row.seq for row in await timeline(province, case_id(1), from_seq=2)] == [2]
    assert await find_by_number(province, "330106-2026-000001-1") == case_id(1)


async def test_overdue_is_reckoned_by_the_clock_of_the_case(api: Pool, worker: Pool) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    async with transaction(worker) as connection:
        await record(connection, batch(1, 1, case_id(1), next_due_at=tomorrow, next_moment_at=tomorrow))
        assert await overslept(connection, timedelta(minutes=2)) == ()
    async with acting_as(api, OFFICER) as connection:
        assert await _listed(connection, CaseFilter(overdue=True)) == []
        await set_clock_offset(connection, case_id(1), timedelta(days=2))
        assert await _listed(connection, CaseFilter(overdue=True)) == [1]
    async with transaction(worker) as connection:
        assert await overslept(connection, timedelta(minutes=2)) == (case_id(1),)
        assert await overslept(connection, timedelta(days=1, minutes=1)) == ()


def _filing(name: str, phone: str, trader: str, shop: str | None = None) -> Filing:
    return Filing(
        channel=Channel.PHONE,
        facts="漏水",
        complainants=(Complainant(name=name, phone=phone),),
        respondents=(Respondent(name=trader, shop_name=shop),),
    )


FILINGS = {
    1: _filing("张伟", "138 0000 0000", "青河电器有限公司"),
    2: _filing("张 伟", "+86 13800000000", "青河电器有限公司", "青河旗舰店"),
    3: _filing("李娜", "13900000000", "青河电器有限公司"),
    4: _filing("张伟", "13800000000", "云山百货"),
}


@pytest.fixture
async def filed(api: Pool, worker: Pool, cases: None) -> None:
    for n, filing in FILINGS.items():
        sink = Sink()
        seal(filing, sink)
        async with transaction(worker) as connection:
            await VAULT.seal_many(connection, case_id(n), sink.texts, filed_in=QINGHE)
            await write_entries(connection, case_id(n), INDEX.of_filing(filing))
            await write_entries(connection, case_id(n), INDEX.of_filing(filing))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("13800000000", [2, 4, 1]),
        ("138-0000-0000", [2, 4, 1]),
        ("+86 138 0000 0000", [2, 4, 1]),
        ("张伟", [2, 4, 1]),
        ("李娜", [3]),
        ("青河电器有限公司", [2, 1, 3]),
        ("电器有限", [2, 1, 3]),
        ("旗舰店", [2]),
        ("张伟 旗舰", [2]),
        ("漏水 云山", [4]),
        ("河", [2, 1, 3]),
        ("器有 河店", []),
        ("偷", []),
        ("青河電器有限公司", [2, 1, 3]),
        ("張偉 旗艦", [2]),
    ],
)
@pytest.mark.usefixtures("filed")
async def test_what_is_sealed_is_found_by_any_words_of_it(
    province: Connection, typed: str, found: list[int]
) -> None:
    assert await _listed(province, CaseFilter(words=WORDS.of_terms(terms_typed(typed)))) == found


@pytest.mark.usefixtures("filed")
async def test_what_is_sealed_later_is_found_too_and_erased_with_the_case(
    worker: Pool, province: Connection, superuser: Connection
) -> None:
    note = {"later": Plain("已约好周三上门", "addnote.text")}
    async with transaction(worker) as connection:
        await VAULT.seal_many(connection, case_id(3), note)
        await VAULT.seal_many(connection, case_id(3), {"own": Plain("不被检索", "x")}, searched=False)
        await VAULT.seal_many(connection, case_id(3), {"alone": Plain("底线五百元", "privatenote.text")})
    for typed, found in {"上门": [3], "李娜 周三": [3], "不被检索": [], "底线": []}.items():
        assert await _listed(province, CaseFilter(words=WORDS.of_terms(terms_typed(typed)))) == found
    async with transaction(worker) as connection:
        opened = await VAULT.open_cases(
            connection, {case_id(3): None, case_id(5): None}, opened_by="p-1", purpose="search"
        )
    assert {one.text for one in opened[case_id(3)]} >= {"已约好周三上门", "李娜", "不被检索"}
    assert "底线五百元" not in {one.text for one in opened[case_id(3)]}
    assert case_id(5) not in opened
    assert await superuser.fetchval("SELECT purpose FROM vault_openings WHERE case_id = $1", case_id(3))
    await superuser.execute("DELETE FROM vault_keys WHERE case_id = $1", case_id(3))
    assert await superuser.fetchval("SELECT count(*) FROM case_words WHERE case_id = $1", case_id(3)) == 0


@pytest.mark.usefixtures("cases")
async def test_a_case_is_found_by_each_regime_that_one_of_its_clocks_stands_under(
    worker: Pool, province: Connection
) -> None:
    facts = FACTS.dump_json(ClockFacts("orders.reply", "orders-given")).decode()
    more = batch(3, 3, case_id(4), **CASES[4])
    beside = replace(more.clocks[0], key="orders.reply", facts=facts)
    async with transaction(worker) as connection:
        await record(connection, replace(more, clocks=(*more.clocks, beside)))
    found = {"samr-121": [2, 4, 1, 3], "samr-20": [5], "orders-given": [4], "promise-12315": []}
    for regime, cases in found.items():
        assert await _listed(province, CaseFilter(profile=regime)) == cases


@pytest.mark.usefixtures("cases")
async def test_what_was_sealed_before_there_was_a_search_is_indexed_once(
    worker: Pool, province: Connection, superuser: Connection
) -> None:
    older = Vault(FileMasterKey(b"m" * 32))
    async with transaction(worker) as connection:
        texts = {"facts": Plain("屏幕碎裂", "filing.facts"), "alone": Plain("底线五百元", "privatenote.text")}
        await older.seal_many(connection, case_id(2), texts, filed_in=QINGHE)
    found = {"屏幕": [2], "底线": []}
    assert await _listed(province, CaseFilter(words=WORDS.of_terms(("屏幕",)))) == []
    assert await index_texts(worker, older, WORDS) == 1
    for typed, cases in found.items():
        assert await _listed(province, CaseFilter(words=WORDS.of_terms((typed,)))) == cases
    assert await index_texts(worker, older, WORDS) == 0
    # As an earlier version wrote them, which read no traditional character as a simplified one.
    await superuser.execute("UPDATE case_words SET words = '{1}', script = NULL")
    assert await _listed(province, CaseFilter(words=WORDS.of_terms(("屏幕",)))) == []
    assert await index_texts(worker, older, WORDS) == 1
    assert await _listed(province, CaseFilter(words=WORDS.of_terms(("屏幕",)))) == [2]
    assert await superuser.fetchval("SELECT DISTINCT purpose FROM vault_openings") == "index"


@pytest.mark.usefixtures("filed")
async def test_candidates_share_a_consumer_and_a_trader(worker: Pool) -> None:
    async with transaction(worker) as connection:
        assert await candidates(connection, case_id(1)) == (case_id(2),)
        assert await candidates(connection, case_id(3)) == ()


def test_another_key_gives_other_hashes() -> None:
    other = BlindIndex(b"c" * 32)
    assert not set(INDEX.of_filing(FILINGS[1])) & set(other.of_filing(FILINGS[1]))


def test_a_sealed_filing_gives_no_entries() -> None:
    assert INDEX.of_filing(seal(FILINGS[1], Sink())) == ()
