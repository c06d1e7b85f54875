"""The parties' pages without scripts: complaining, following, answering; each side its own."""

import re
from dataclasses import dataclass, fields

import httpx
import pytest
import pytest_asyncio

from api.console import complain
from api.console.words import LANGUAGES, words_in
from redress.domain.evolve_own_page import ACTS
from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, form_in, forms_in, somebody
from tests.files.made import png

TOLD = {
    "complainants.0.name": "林晓梅",
    "complainants.0.phone": "13900001234",
    "complainants.0.address": "青河县南街 3 号",
    "respondents.0.name": "临江恒洁电器有限公司",
    "respondents.0.address": "青河县城东街 8 号",
    "purchase.item": "滚筒洗衣机",
    "purchase.amount": "2980",
    "facts": "洗衣机用了一周就漏水。我的电话 13900001234。",
    "claims.0.kind": "exchange",
    "consents.publish": "no",
    "true": "yes",
}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test fills in a form faster than a person."""
    monkeypatch.setattr(complain, "FASTEST", 0)


@dataclass
class Sides:
    case_id: str
    number: str
    codes: dict[str, str]


@pytest_asyncio.fixture(loop_scope="session")
async def sides(desk: Desk) -> Sides:
    filed = await desk.checked()
    await desk.acted(filed["case_id"], {"type": "accept"})
    codes = {"complainant": filed["query_code"], "trader": filed["trader_query_code"]}
    return Sides(filed["case_id"], filed["case_number"], codes)


async def enter(person: Person, sides: Sides, side: str) -> httpx.Response:
    page = await person.get("/progress")
    return await person.send(page, "/progress", number=sides.number, code=sides.codes[side])


async def test_somebody_complains_without_an_account_and_keeps_number_and_code(
    visitor: Person, desk: Desk
) -> None:
    guide = await visitor.get("/complain")
    for words in ("什么可以投诉", "这是举报", "110", "12333"):
        assert words in guide.text
    page = await visitor.get("/complain/new")
    answer = await visitor.send(page, "/complain/new", **TOLD)
    assert answer.status_code == 200, answer.text
    assert str(answer.url).endswith("/my?done=filed")
    number = re.search(r"\d{6}-\d{4}-\d{6}-\d", answer.text)
    assert number
    assert "投诉已收到" in answer.text
    again = await visitor.post("/complain/new", form_in(page, "/complain/new").filled(TOLD))
    assert number[0] in again.text, "the same form sent twice makes one case"
    assert "code" not in str(answer.url)
    page = await visitor.get("/my")
    assert number[0] in page.text
    found = (await desk.get("/v1/complaints", q=number[0])).json()["items"]
    assert len(found) == 1


async def test_what_is_missing_is_said_at_its_place_and_nothing_typed_is_lost(visitor: Person) -> None:
    page = await visitor.get("/complain/new")
    typed = {**TOLD, "complainants.0.name": "", "purchase.amount": "很多", "facts": "<b>漏水</b>\u202e"}
    form = form_in(page, "/complain/new")
    answer = await visitor.post("/complain/new", form.filled(typed | {"true": ""}))
    assert answer.status_code == 422
    assert 'href="#complain-complainants-0-name"' in answer.text
    assert 'href="#complain-true"' in answer.text
    assert "&lt;b&gt;漏水" in answer.text
    assert "<b>漏水" not in answer.text
    wrong = await visitor.post("/complain/new", form.filled(TOLD | {"purchase.amount": "很多"}))
    assert wrong.status_code == 422
    assert 'href="#complain-purchase-amount"' in wrong.text
    assert 'value="很多"' in wrong.text
    assert "林晓梅" in wrong.text


async def test_programs_are_told_apart_from_people(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await visitor.get("/complain/new")
    form = form_in(page, "/complain/new")
    trapped = await visitor.post("/complain/new", form.filled({**TOLD, complain.TRAP: "http://x"}))
    assert (trapped.status_code, "form_trap" in trapped.text) == (422, True)
    forged = await visitor.post("/complain/new", form.filled({**TOLD, "key": "1.abc.def"}))
    assert "form_expired" in forged.text
    monkeypatch.setattr(complain, "FASTEST", 60)
    fast = await visitor.post("/complain/new", form.filled(TOLD))
    assert (fast.status_code, "form_too_fast" in fast.text) == (422, True)
    assert "林晓梅" in fast.text


async def test_a_link_with_the_code_leads_to_an_address_without_it(stack: Stack, sides: Sides) -> None:
    async with somebody(stack.app) as person:
        first = await person.client.get(
            f"/progress?number={sides.number}&code={sides.codes['trader']}", follow_redirects=False
        )
        assert (first.status_code, first.headers["location"]) == (303, "/my")
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "Path=/my" in cookie
        assert sides.codes["trader"] not in cookie
        assert "您是被投诉人" in (await person.get("/my")).text


async def test_the_trader_answers_consents_and_offers_and_the_officer_sees_it(
    stack: Stack, sides: Sides, officer: Person
) -> None:
    async with somebody(stack.app) as trader:
        page = await enter(trader, sides, "trader")
        assert "林先生/女士" in page.text
        for secret in ("林晓梅", "13900001234"):
            assert secret not in page.text
        page = await agree(trader, page)
        assert "您已同意" in page.text
        page = await trader.send(page, "/say/give_statement", text="我方愿意<b>检查</b>。")
        assert "&lt;b&gt;检查" in page.text
        page = await trader.send(page, "/say/propose_settlement", terms="免费更换同型号一台。")
        assert "等待对方答复" in page.text
        empty = await trader.send(page, "/say/propose_settlement", terms="  ")
        assert empty.status_code == 422
        assert 'href="#propose_settlement-terms"' in empty.text
    case = await officer.get(f"/cases/{sides.case_id}")
    for words in ("当事人在自己的页面上有新的操作", "本人页面", "免费更换同型号一台。"):
        assert words in case.text
    async with somebody(stack.app) as complainant:
        page = await enter(complainant, sides, "complainant")
        assert "免费更换同型号一台。" in page.text
        assert "检查" not in page.text
        form = form_in(page, "/say/answer_proposal")
        page = await complainant.post(form.action, {**form.filled({"text": "好"}), "answer": "yes"})
        assert "您已接受" in page.text


async def agree(person: Person, page: httpx.Response, answer: str = "yes") -> httpx.Response:
    """The answer to the first matter: the button of a form is what the form sends."""
    form = form_in(page, "/say/record_consent")
    return await person.post(form.action, {**form.filled({}), "answer": answer})


async def test_the_complainant_refuses_takes_back_and_withdraws(stack: Stack, sides: Sides) -> None:
    async with somebody(stack.app) as person:
        page = await agree(person, await enter(person, sides, "complainant"))
        assert "您已同意" in page.text
        page = await person.send(page, "/say/withdraw_consent")
        assert "您已撤回同意" in page.text
        page = await person.send(page, "/say/add_material", text="补充:订单截图另附。")
        assert "承办人员会核对" in page.text
        page = await person.send(page, "/say/withdraw", reason="已经解决")
        assert "投诉已撤回" in page.text
        assert not [form for form in forms_in(page) if form.action.endswith("/say/withdraw")]
        page = await person.send(page, "/say/request_review", reason="想了解原因")
        assert "正在办理" in page.text


async def test_a_file_is_brought_and_listed_and_a_program_is_not(stack: Stack, sides: Sides) -> None:
    async with somebody(stack.app) as person:
        page = await enter(person, sides, "complainant")
        assert '<label for="add_evidence-kind">证据类别</label>' in page.text
        form = form_in(page, "/my/evidence")
        fields = {name: values[0] for name, values in form.filled({}).items() if name != "file"}
        files = {"file": ("小票 <b>.png", png(30, 30), "image/png")}
        page = await person.client.post(form.action, data=fields, files=files)
        assert page.status_code == 200, page.text
        assert "小票 &lt;b&gt;.png" in page.text
        program = {"file": ("x.exe", b"MZ" + b"\0" * 200, "application/octet-stream")}
        refused = await person.client.post(form.action, data=fields, files=program)
        assert refused.status_code >= 400
        stolen = await person.client.post(form.action, data={**fields, "csrf": "x"}, files=files)
        assert (stolen.status_code, "小票" in stolen.text) == (403, False)


async def test_a_session_that_is_over_asks_for_the_code_and_keeps_what_was_typed(
    stack: Stack, sides: Sides, desk: Desk
) -> None:
    async with somebody(stack.app) as person:
        page = await enter(person, sides, "trader")
        view = await desk.acted(sides.case_id, {"type": "renew_code", "party": "respondent"})
        asked = await person.send(page, "/say/give_statement", text="打了很久的答复")
        assert asked.status_code == 401
        assert "打了很久的答复" in asked.text
        sides.codes["trader"] = view["query_codes"]["trader"]
        form = form_in(asked, "/progress")
        resumed = await person.post(
            "/progress", form.filled({"number": sides.number, "code": sides.codes["trader"]})
        )
        assert "打了很久的答复" in resumed.text
        sent = await person.send(resumed, "/say/give_statement")
        assert sent.status_code == 200, sent.text
        assert "打了很久的答复" in sent.text


async def test_nobody_comes_in_without_a_code_and_no_page_is_kept(stack: Stack, sides: Sides) -> None:
    async with somebody(stack.app) as stranger:
        assert (await stranger.get("/my")).status_code == 401
        assert (await stranger.get("/my", Cookie="redress_party=a.b.c.d.e.f")).status_code == 401
        page = await enter(stranger, sides, "complainant")
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-robots-tag"] == "noindex"
        left = await stranger.send(page, "/my/leave")
        assert str(left.url).endswith("/progress")
        assert (await stranger.get("/my")).status_code == 401
        assert (await stranger.get("/my/papers/1")).status_code == 401


async def test_the_pages_are_in_english_too(stack: Stack, sides: Sides) -> None:
    async with somebody(stack.app) as person:
        person.client.headers["Accept-Language"] = "en"
        assert "Have ready" in (await person.get("/complain")).text
        assert "Mr/Ms 林" in (await enter(person, sides, "trader")).text


def test_every_act_of_a_party_has_words_for_the_inbox() -> None:
    acts = {next(field.default for field in fields(kind) if field.name == "type") for kind in ACTS}
    assert [act for act in acts for lang in LANGUAGES if not words_in(lang).known(f"act.{act}")] == []
