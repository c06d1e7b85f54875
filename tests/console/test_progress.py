"""The parties' page: with number and code to what happened, who is next, by when and why."""

import re

from api.app import create_app
from tests.api.conftest import Desk, Stack, serving
from tests.console.conftest import Person, somebody


async def _ask(person: Person, number: str, code: str) -> str:
    page = await person.get("/progress")
    answer = await person.send(page, "/progress", number=number, code=code)
    return f"{answer.status_code} {answer.text}"


async def test_the_complainant_sees_what_happened_who_is_next_by_when_and_why(
    visitor: Person, desk: Desk
) -> None:
    filed = await desk.checked()
    await desk.acted(filed["case_id"], {"type": "accept"})
    text = await _ask(visitor, filed["case_number"], filed["query_code"].lower())
    assert text.startswith("200")
    by = "依据:《市场监督管理投诉举报处理办法》第十五条"
    for expected in ("已受理", "收到投诉", "决定受理", "由市场监督管理部门办理", "最迟", by):
        assert expected in text


async def test_who_was_asked_for_material_reads_that_it_is_their_turn(visitor: Person, desk: Desk) -> None:
    filed = await desk.checked()
    due = filed["clocks"][0]["started_at"][:10]
    answer = await desk.act(
        filed["case_id"], {"type": "request_material", "items": ["购物凭证"], "due_on": due}
    )
    assert answer.status_code == 200, answer.text
    assert "请您补充材料" in await _ask(visitor, filed["case_number"], filed["query_code"])


async def test_a_wrong_code_an_unknown_number_and_pasted_html_say_the_same(
    visitor: Person, desk: Desk
) -> None:
    filed = await desk.checked()
    for number, code in ((filed["case_number"], "AAAAAAAA"), ("<b>x</b>", "<script>"), ("", "")):
        text = await _ask(visitor, number, code)
        assert text.startswith("404")
        assert "没有找到" in text
        assert "<script>" not in text
        assert "<b>x" not in text


async def test_guessing_is_slowed_down(stack: Stack, desk: Desk) -> None:
    filed = await desk.checked()
    async with serving(app := create_app(stack.settings)), somebody(app) as guesser:
        answers = [await _ask(guesser, filed["case_number"], f"AAAAAAA{n}") for n in range(11)]
    assert answers[0].startswith("404")
    assert answers[-1].startswith("429")


async def test_english_by_preference_and_by_choice(visitor: Person) -> None:
    page = await visitor.get("/progress", **{"Accept-Language": "en-GB"})
    assert '<html lang="en">' in page.text
    assert "How far is my complaint?" in page.text
    chosen = await visitor.get("/language/en?back=/progress")
    assert str(chosen.url).endswith("/progress")
    assert "How far is my complaint?" in chosen.text
    assert (await visitor.get("/language/en?back=//evil.test/")).url.host == "redress.test"
    assert (await visitor.get("/language/xx")).status_code == 404


async def test_no_page_carries_scripts_or_styles_of_its_own(
    officer: Person, desk: Desk, visitor: Person
) -> None:
    case_id = (await desk.checked())["case_id"]
    paths = ("/desk", "/inbox", "/cases/new", f"/cases/{case_id}", f"/cases/{case_id}/filed", "/progress")
    pages = [await officer.get(path) for path in paths]
    pages += [await visitor.get("/complain"), await visitor.get("/complain/new")]
    pages += [await visitor.get("/sign-in"), await visitor.get("/nothing"), await visitor.get("/desk")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        for forbidden in ("<style", " style=", " onclick="):
            assert forbidden not in page.text
        assert re.search(r"<script(?![^>]* src=)", page.text) is None
