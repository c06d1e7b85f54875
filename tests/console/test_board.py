"""The board as pages: every figure is a link to a list that is just as long; charts have their numbers below
them; sheets and files are there for those who may look.
"""

import re
from collections.abc import AsyncIterator
from html import unescape
from urllib.parse import unquote

import httpx
import pytest
import pytest_asyncio

from redress.domain.board import Figure
from tests.api.conftest import FILING, Stack
from tests.api.test_after_result import ENTERPRISE, settled
from tests.console.conftest import Person, form_in, somebody
from tests.console.test_jobs import when_ended

LINK = re.compile(r'<a class="tile[^"]*" href="([^"]+)"[^>]*><span class="tile-number">(\d+)</span>')
NUMBER = re.compile(r'<a href="(/board/list\?[^"]+)"[^>]*>(?:[^<0-9]*?)(\d+)</a>')
NEXT = re.compile(r'rel="next" href="([^"]+)"')


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cases(stack: Stack) -> str:
    """Some cases in hand, and one that ended; its id."""
    desk = await stack.desk("officer")
    for body in (FILING, {**FILING, "channel": "hotline_12345"}):
        case_id = (await desk.checked(body))["case_id"]
        await desk.acted(case_id, {"type": "assign", "handler": desk.person})
    trader = {**FILING["respondents"][0], "uscc": ENTERPRISE, "name": "临江<b>好货</b>有限公司"}
    return await settled(desk, {**FILING, "respondents": [trader], "category": "quality.appliances"})


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(stack: Stack, cases: str) -> AsyncIterator[Person]:
    async with somebody(stack.app) as person:
        await person.sign_in("supervisor", stack.passwords["supervisor"])
        yield person


async def rows_behind(person: Person, address: str) -> int:
    """The cases of a list, counted page by page."""
    found = 0
    while True:
        page = await person.get(unescape(address))
        assert page.status_code == 200, page.text
        found += page.text.count('<td class="which">')
        more = NEXT.search(page.text)
        if more is None:
            return found
        address = more[1]


def shown(page: httpx.Response) -> list[tuple[str, str]]:
    """Every number with the address of its list."""
    assert page.status_code == 200, page.text
    assert "style=" not in page.text
    return [*LINK.findall(page.text), *NUMBER.findall(page.text)]


async def test_every_number_of_the_board_opens_a_list_as_long_as_it_says(supervisor: Person) -> None:
    numbers = shown(await supervisor.get("/board"))
    linked = {unescape(at).partition("figure=")[2].partition("&")[0] for at, _ in numbers}
    assert linked >= set(Figure), "and the rates beside them"
    for address, number in dict(numbers).items():
        assert await rows_behind(supervisor, address) == int(number), address


async def test_every_number_of_the_statistics_opens_a_list_as_long_as_it_says(supervisor: Person) -> None:
    numbers = dict(shown(await supervisor.get("/board/statistics")))
    kinds = ("category=", "channel=", "outcome=", "trader=", "figure=decision_owed", "figure=successful")
    assert [kind for kind in kinds if not any(kind in address for address in numbers)] == []
    for address, number in numbers.items():
        if int(number):
            assert await rows_behind(supervisor, address) == int(number), address


async def test_charts_say_what_they_show_and_traders_are_text(supervisor: Person) -> None:
    page = (await supervisor.get("/board/statistics", **{"Accept-Language": "en"})).text
    drawn = page.count('<svg role="img"')
    assert drawn == page.count("<desc id=") == page.count("<summary>Show the numbers</summary>")
    assert drawn == 5, "two trends, three charts of kinds"
    assert "临江&lt;b&gt;好货&lt;/b&gt;有限公司" in page
    assert "林晓梅" not in page


async def test_the_sheets_are_pages_and_files(supervisor: Person, cases: str) -> None:
    board = (await supervisor.get("/board")).text
    for kind in ("day", "week"):
        place = unescape(re.search(rf'href="(/board/sheet/{kind}/[^"]+)"', board)[1])  # type: ignore[index]
        page = await supervisor.get(place)
        assert "当前待办" in page.text
        for form, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
            file = await supervisor.get(f"{place}&format={form}")
            assert file.content.startswith(begins)
            name = unquote(file.headers["Content-Disposition"])
            assert re.search(rf"青河县市场监督管理局_[\dW-]+\.{form}$", name)
    listed = await supervisor.get("/board/list?figure=open&office=jiangzhou.linjiang.qinghe&format=csv")
    assert listed.content.decode("utf-8-sig").startswith("在办")


@pytest.mark.parametrize(
    ("username", "place", "status"),
    [
        ("officer", "/board", 403),
        ("officer", "/board/statistics", 403),
        ("officer", "/board/list?figure=open", 403),
        ("auditor", "/board", 200),
        ("head", "/board/statistics?kind=year", 200),
        ("supervisor", "/board?office=jiangzhou.linjiang.yunshan", 404),
        ("supervisor", "/board/list?figure=received", 404),
        ("supervisor", "/board/sheet/month/2026-11", 404),
        ("supervisor", "/board/statistics?kind=month&period=2026-99", 404),
    ],
)
async def test_who_may_look(stack: Stack, cases: str, username: str, place: str, status: int) -> None:
    async with somebody(stack.app) as person:
        await person.sign_in(username, stack.passwords[username])
        page = await person.get(place)
        assert page.status_code == status
        in_the_menu = '<a href="/board"' in (await person.get("/inbox")).text
        assert in_the_menu == (username != "officer")


async def test_an_auditor_sees_no_trader_s_name(stack: Stack, cases: str) -> None:
    async with somebody(stack.app) as person:
        await person.sign_in("auditor", stack.passwords["auditor"])
        page = await person.get("/board/statistics")
    assert "好货" not in page.text
    assert "(不具名)" in page.text


async def test_the_statistics_are_exported_as_a_job(supervisor: Person) -> None:
    place = "/board/statistics?kind=quarter"
    page = await supervisor.get(place)
    direct = unescape(re.search(r'href="([^"]+format=csv)"', page.text)[1])  # type: ignore[index]
    values = form_in(page, "/jobs/report").filled({"format": "csv"})
    job = await supervisor.post("/jobs/report", values)
    assert "统计报表" in (await when_ended(supervisor, job.url.path)).text
    twice = await supervisor.post("/jobs/report", values)
    assert twice.url.path == job.url.path, "a second click starts nothing new"
    made = await supervisor.get(f"{job.url.path}/result")
    assert made.content == (await supervisor.get(direct)).content
