"""The desk and the inbox: order, filters, pages; news to one's roles."""

import re
from uuid import uuid4

from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, deliver, form_in, somebody

FILED = {"channel": "phone", "facts": "排队测试"}


def _numbers(text: str) -> list[str]:
    return re.findall(r'href="/cases/[0-9a-f-]{36}">([^<]+)</a>', text)


async def test_a_line_says_what_the_case_is_about_and_how_long_is_left(officer: Person, desk: Desk) -> None:
    filed = await desk.file()
    number = filed["case_number"]
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "已登记"})
    page = await officer.get(f"/desk?q={number}")
    assert _numbers(page.text) == [number]
    for text in ("滚筒洗衣机", "¥12,800", "更换", "林晓梅", "临江恒洁电器有限公司", "核实中", "个工作日"):
        assert text in page.text
    assert "13900001234" not in page.text


async def test_the_list_turns_its_pages_and_shows_every_case_once(stack: Stack) -> None:
    branch = await stack.desk("yunshan-officer")
    filed = [(await branch.file(FILED))["case_number"] for _ in range(27)]
    async with somebody(stack.app) as person:
        await person.sign_in("yunshan-officer", stack.passwords["yunshan-officer"])
        page = await person.get("/desk")
        seen = _numbers(page.text)
        assert len(seen) == 25
        while following := re.search(r'rel="next" href="([^"]+)"', page.text):
            page = await person.get(following[1].replace("&amp;", "&"))
            seen += _numbers(page.text)
    assert len(seen) == len(set(seen))
    assert set(filed) <= set(seen)


async def test_mine_are_those_i_handle(officer: Person, desk: Desk) -> None:
    filed = await desk.file()
    await desk.acted(filed["case_id"], {"type": "assign", "handler": desk.person})
    other = (await desk.file())["case_number"]
    mine = _numbers((await officer.get("/desk?mine=1")).text)
    assert filed["case_number"] in mine
    assert other not in mine


async def test_the_stage_narrows_and_an_unknown_one_is_none(officer: Person, desk: Desk) -> None:
    accepted = await desk.file()
    await desk.acted(accepted["case_id"], {"type": "accept"})
    fresh = (await desk.file())["case_number"]
    shown = _numbers((await officer.get("/desk?stage=accepted")).text)
    assert accepted["case_number"] in shown
    assert fresh not in shown
    everything = await officer.get("/desk?stage=nonsense")
    assert everything.status_code == 200


async def test_another_office_sees_nothing_of_it(stack: Stack, desk: Desk) -> None:
    filed = await desk.file()
    async with somebody(stack.app) as person:
        await person.sign_in("yunshan-officer", stack.passwords["yunshan-officer"])
        assert "没有符合条件的案件" in (await person.get(f"/desk?q={filed['case_number']}")).text
        assert (await person.get(f"/cases/{filed['case_id']}")).status_code == 404


async def test_a_search_is_shown_as_text_and_a_cursor_of_ours_only_is_taken(officer: Person) -> None:
    page = await officer.get('/desk?q="><script>')
    assert "<script" not in page.text
    assert (await officer.get(f"/desk?cursor={uuid4()}")).status_code == 422


async def test_news_is_read_once_and_belongs_to_its_reader(stack: Stack, officer: Person, desk: Desk) -> None:
    filed = await desk.file()
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "已登记"})
    await deliver(stack, filed["case_id"], filed["case_number"], desk)
    page = await officer.get("/inbox")
    assert filed["case_number"] in page.text
    assert "逾期 1 级" in page.text
    assert "受理决定并告知投诉人" in page.text
    form = form_in(page, "/read")
    after = await officer.send(page, form.action)
    assert after.status_code == 200
    assert not re.search(rf'action="{form.action}"', after.text)
