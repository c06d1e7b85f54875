"""The desk and the inbox: order, filters, pages; news to one's roles."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from api.console.words import words_in
from redress.domain.citing import cited
from redress.domain.counting import CHINA
from tests.api.conftest import Desk, Json, Stack
from tests.console.conftest import Person, deliver, form_in, somebody

TABS = ("今天须办", "我的逾期", "本周到期", "等待他人", "本单位未分配", "全部")

FILED = {"channel": "phone", "facts": "排队测试"}


def _numbers(text: str) -> list[str]:
    return re.findall(r'href="/cases/[0-9a-f-]{36}">([^<]+)</a>', text)


async def test_a_line_says_what_the_case_is_about_and_how_long_is_left(officer: Person, desk: Desk) -> None:
    filed = await desk.checked()
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
    filed = await desk.checked()
    await desk.acted(filed["case_id"], {"type": "assign", "handler": desk.person})
    other = (await desk.checked())["case_number"]
    mine = _numbers((await officer.get("/desk?mine=1")).text)
    assert filed["case_number"] in mine
    assert other not in mine


async def test_the_stage_narrows_and_an_unknown_one_is_none(officer: Person, desk: Desk) -> None:
    accepted = await desk.checked()
    await desk.acted(accepted["case_id"], {"type": "accept"})
    fresh = (await desk.checked())["case_number"]
    shown = _numbers((await officer.get("/desk?stage=accepted")).text)
    assert accepted["case_number"] in shown
    assert fresh not in shown
    everything = await officer.get("/desk?stage=nonsense")
    assert everything.status_code == 200


async def test_another_office_sees_nothing_of_it(stack: Stack, desk: Desk) -> None:
    filed = await desk.checked()
    async with somebody(stack.app) as person:
        await person.sign_in("yunshan-officer", stack.passwords["yunshan-officer"])
        assert "没有符合条件的案件" in (await person.get(f"/desk?q={filed['case_number']}")).text
        assert (await person.get(f"/cases/{filed['case_id']}")).status_code == 404


async def test_a_search_is_shown_as_text_and_a_cursor_of_ours_only_is_taken(officer: Person) -> None:
    page = await officer.get('/desk?q="><script>')
    assert "&#34;&gt;&lt;script&gt;" in page.text
    assert '"><script>' not in page.text
    assert (await officer.get(f"/desk?cursor={uuid4()}")).status_code == 422


async def test_news_is_read_once_and_belongs_to_its_reader(stack: Stack, officer: Person, desk: Desk) -> None:
    filed = await desk.checked()
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


def _counts(text: str) -> dict[str, int]:
    found = re.findall(r'>([^<>]+) <span class="count">(?:<span aria-hidden="true">)?(\d+)', text)
    return {name.strip(): int(n) for name, n in found}


async def test_the_tabs_say_how_many_cases_each_holds(stack: Stack, desk: Desk) -> None:
    async with somebody(stack.app) as person:
        await person.sign_in("officer", stack.passwords["officer"])
        before = _counts((await person.get("/desk?all=1")).text)
        assert tuple(before) == TABS
        filed = await _filed(desk)
        assert _counts((await person.get("/desk")).text)["本单位未分配"] == before["本单位未分配"] + 1
        await desk.acted(filed["case_id"], {"type": "assign", "handler": desk.person})
        page = await person.get("/desk?unassigned=1")
        assert _counts(page.text)["本单位未分配"] == before["本单位未分配"]
        assert filed["case_number"] not in _numbers(page.text)


async def test_a_line_says_which_duty_is_due_and_what_stands_still(officer: Person, desk: Desk) -> None:
    filed = await _filed(desk)
    found = f"/desk?q={filed['case_number']}"
    duty = _first_duty(await desk.view(filed["case_id"]))
    page = (await officer.get(found)).text
    assert f"<bdi>{duty['title_zh']}</bdi></span> <cite>{cited(duty['citation'], 'zh')}</cite>" in page
    await desk.acted(filed["case_id"], {"type": "accept"})
    for party in ("complainant", "respondent"):
        await desk.acted(filed["case_id"], {"type": "record_consent", "party": party, "answer": "yes"})
    now = datetime.now(CHINA)
    appraisal = {
        "type": "commission_appraisal",
        "basis": "agreed",
        "institution": "江州检测院",
        "commissioned_on": now.date().isoformat(),
        "cost_agreement": {"payer": "shared", "both_consented_at": now.isoformat()},
    }
    await desk.acted(filed["case_id"], appraisal)
    page = (await officer.get(found)).text
    assert "起停止计算" in page
    assert filed["case_number"] in _numbers((await officer.get("/desk?waiting=1")).text)


async def test_a_warning_is_told_apart_from_a_step_of_the_ladder(officer: Person, desk: Desk) -> None:
    filed = await _filed(desk)
    for days, said in ((6, "已预警"), (3, "升级 2 级")):
        jump = {"working_days": days}
        passed = await desk.post(f"/v1/rehearsal/complaints/{filed['case_id']}/fast-forward", jump)
        assert passed.status_code == 200, passed.text
        page = (await officer.get(f"/desk?q={filed['case_number']}")).text
        assert re.findall(r"已预警|升级 -?\d 级", page.partition("<tbody")[2]) == [said]


FILTERS = {
    "stage=checking": "阶段:核实中",
    "urgency=ordinary": "紧急程度:一般",
    "channel=phone": "来源渠道:电话",
    "due_from=2020-01-01&due_to=2199-01-01": "期限不早于:2020年1月1日",
    "received_from=2020-01-01": "收到不早于:2020年1月1日",
    "matter=complaint": "事项:投诉",
    "unassigned=1": "未分配",
}


@pytest.mark.parametrize(("query", "chip"), FILTERS.items(), ids=FILTERS)
async def test_a_filter_is_said_with_a_way_to_remove_it(
    officer: Person, desk: Desk, query: str, chip: str
) -> None:
    number = (await _filed(desk))["case_number"]
    page = await officer.get(f"/desk?{query}&q={number}")
    assert _numbers(page.text) == [number]
    shown = re.findall(r'<li class="chip">(.*?)</li>', page.text)
    said = [re.sub(r"<[^>]+>|×", "", one).strip() for one in shown]
    assert f"查找:{number}" in said
    assert chip in said
    crosses = re.findall(r'<li class="chip">.*?href="([^"]+)"', page.text)
    assert len(crosses) == query.count("=") + 1
    assert "q=" not in crosses[0]


async def test_an_empty_list_says_which_filter_hides_how_much(officer: Person, desk: Desk) -> None:
    await _filed(desk)
    page = (await officer.get("/desk?channel=letter&stage=checking")).text
    assert "没有符合条件的案件" in page
    found = re.search(r'href="(/desk\?stage=checking)">去掉“来源渠道”:(\d+) 件', page)
    assert found
    assert int(found[2]) > 0


@pytest.mark.parametrize(
    "query",
    ["stage=lost", "due_from=2026-02-30", "due=never", "escalated=x", "channel=%00", "office=%E2%80%8B"],
)
async def test_what_makes_no_sense_is_no_filter(officer: Person, query: str) -> None:
    page = await officer.get(f"/desk?{query}")
    assert page.status_code == 200
    assert 'class="chip"' not in page.text


async def test_a_search_shows_where_the_words_stand(stack: Stack, officer: Person, desk: Desk) -> None:
    mark = _made_up()
    filed = await _filed(desk, {**FILED, "facts": f"购买的空调{mark}制热时<b>异响</b>"})
    page = (await officer.get(f"/desk?q={mark} 异响")).text
    assert _numbers(page) == [filed["case_number"]]
    assert f"<mark>{mark}</mark>制热时&lt;b&gt;<mark>异响</mark>" in page
    assert _numbers((await officer.get(f'/desk?q="{mark}异响"')).text) == []
    async with somebody(stack.app) as person:
        await person.sign_in("yunshan-officer", stack.passwords["yunshan-officer"])
        assert _numbers((await person.get(f"/desk?q={mark}")).text) == []
    async with somebody(stack.app) as person:
        await person.sign_in("auditor", stack.passwords["auditor"])
        seen = (await person.get(f"/desk?q={mark}")).text
        assert "<mark>" not in seen
        assert "仅凭索引匹配" in seen


async def test_a_preview_is_for_those_who_see_the_case(stack: Stack, officer: Person, desk: Desk) -> None:
    filed = await _filed(desk)
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "预览可见的记录"})
    duty = _first_duty(await desk.view(filed["case_id"]))
    page = await officer.get(f"/desk/preview/{filed['case_id']}")
    happened = words_in("zh")("event.note_added")
    for text in (filed["case_number"], "林晓梅", "滚筒洗衣机", cited(duty["citation"], "zh"), happened):
        assert text in page.text, text
    assert "13900001234" not in page.text
    async with somebody(stack.app) as person:
        await person.sign_in("yunshan-officer", stack.passwords["yunshan-officer"])
        assert (await person.get(f"/desk/preview/{filed['case_id']}")).status_code == 404


async def test_what_others_change_is_counted_until_it_is_shown(officer: Person, desk: Desk) -> None:
    filed = await _filed(desk)
    case_id, since = filed["case_id"], f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z"
    version = (await desk.view(case_id))["version"]
    asked = f"/desk/changes?category={_made_up()}&since={since}&shown={case_id}:{version}"
    before = await officer.get(asked)
    assert before.json()["n"] == 0
    await desk.acted(case_id, {"type": "add_note", "text": "别人写的"})
    after = await officer.get(asked, **{"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json()["n"]) == (200, 1)
    again = await officer.get(asked, **{"If-None-Match": after.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for bad in ("since=yesterday", "since=2026-01-01T00:00:00", "shown=x"):
        assert (await officer.get(f"/desk/changes?{bad}")).status_code == 422
    odd = await officer.get(f"/desk/changes?since={since}&shown=x:y,{case_id}:99999999999999")
    assert odd.status_code == 200


def _first_duty(view: Json) -> Json:
    running = [clock for clock in view["clocks"] if clock["state"] == "running" and clock["safe_due_on"]]
    first: Json = min(running, key=lambda clock: (clock["safe_due_on"], clock["due_at"]))
    return first


async def _filed(desk: Desk, body: Json | None = None) -> Json:
    """A case that lists show already: it is recorded a moment after its filing."""
    filed = await desk.checked(body)
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "已登记"})
    return filed


def _made_up() -> str:
    """Characters that no other test writes."""
    return "".join(chr(0x4E00 + (uuid4().int >> shift) % 20_000) for shift in (0, 24, 48, 72))
