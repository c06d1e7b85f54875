"""After the result in the browser: call-back form, review, publication, the archive's reason; and who gets
what: rules, leave, shift notes.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from api.console.choices import offered, preset
from api.console.forms import Field, parts_of
from api.console.naming import Naming
from api.console.steps import COMMANDS
from api.console.words import words_in
from redress.domain.commands import Criterion, Grade, Urgency
from redress.domain.facts import Complainant, Method
from redress.domain.tables import load_tables
from tests.api.conftest import FILING, Desk, Stack
from tests.console.conftest import Person, form_in, forms_in, somebody
from tests.domain.scenario import FEEDBACK, OFFICER, ONE_AGAINST_ONE, closed, concluded, filed

AGREES = {**FILING, "consents": {"publish": "yes", "delegate_mediation": "no"}}


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(stack: Stack) -> AsyncIterator[Person]:
    async with somebody(stack.app) as person:
        await person.sign_in("supervisor", stack.passwords["supervisor"])
        yield person


@pytest_asyncio.fixture(loop_scope="session")
async def caller(stack: Stack) -> AsyncIterator[Person]:
    async with somebody(stack.app) as person:
        await person.sign_in("callback", stack.passwords["callback"])
        yield person


async def fed_back(desk: Desk) -> str:
    """Settled, told, concluded, fed back, and the call-back's window open."""
    case_id = str((await desk.checked(AGREES))["case_id"])
    await desk.acted(case_id, {"type": "accept"})
    view = await desk.acted(case_id, {"type": "record_settlement"})
    for party in view["parties"]:
        notice = {"type": "record_notice", "matter": "termination", "party": party, "method": "phone"}
        await desk.acted(case_id, {**notice, "at": view["now"], "outcome": "told"})
    await desk.acted(case_id, {"type": "conclude", "outcome": "settled"})
    await desk.acted(case_id, {"type": "give_feedback", "method": "phone", "text": "已告知"})
    jump = await desk.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 4})
    assert jump.status_code == 200, jump.text
    return case_id


async def test_from_a_disliked_call_back_to_the_archive(
    stack: Stack, desk: Desk, officer: Person, supervisor: Person, caller: Person
) -> None:
    case_id = await fed_back(desk)
    place = f"/cases/{case_id}"
    page = await caller.get(place)
    marks = {f"satisfaction_parts.{name}": "2" for name in ("efficiency", "handling", "result", "attitude")}
    called = await caller.send(
        page, "/commands/record_callback", result="reached", promise_kept="no",
        **marks, **{"satisfaction_parts.professionalism": "1"},
    )  # fmt: skip
    assert "请告知其他解决途径" in called.text
    assert "第三十九条" in called.text
    followed = await officer.send(await officer.get(place), "/commands/record_performance", performed="yes")
    assert "跟进承诺履行情况" not in followed.text
    await officer.send(followed, "/commands/close")
    page = await supervisor.get(place)
    score = {f"score.{name}": "5" for name in ("language", "completeness", "accuracy", "resolution")}
    page = await supervisor.send(page, "/commands/record_quality_review", **score, remarks="规范")
    page = await supervisor.send(page, "/commands/publish")
    assert "已公示" in page.text
    page = await supervisor.send(page, "/commands/unpublish", reason="复核")
    assert "已公示" not in page.text
    jump = await desk.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 40})
    assert jump.json()["stage"] == "archived"
    shut = await officer.get(place)
    assert FILING["facts"] not in shut.text
    assert "林晓梅" not in shut.text
    form = form_in(shut, place)
    opened = await officer.get(f"{form.action}?reason=reconsideration")
    assert FILING["facts"] in opened.text
    assert f'href="{place}/bundle?reason=reconsideration"' in opened.text
    listed = await supervisor.get(f"{place}/accesses")
    assert "行政复议" in listed.text
    assert "周明" in listed.text


async def test_rules_and_leaves_are_kept_and_taken_back(
    stack: Stack, desk: Desk, officer: Person, supervisor: Person
) -> None:
    assert (await officer.get("/assignment")).status_code == 403
    page = await supervisor.get("/assignment")
    form = form_in(page, "/assignment/rules")
    line = {"rules.0.category": "从未有过的类别", "rules.0.used": "yes", "rules.0.persons": desk.person}
    kept = await supervisor.post(form.action, {**form.fields, **line})
    assert "从未有过的类别" in kept.text
    wrong = await supervisor.post(form.action, {**form.fields, **line, "rules.0.most_open": "很多"})
    assert wrong.status_code == 422
    second = await stack.desk("officer2")
    away = await supervisor.send(
        kept, "/assignment/leaves", person=second.person, from_on="2040-01-01", to_on="2040-01-05",
        deputy=desk.person,
    )  # fmt: skip
    assert "2040年1月5日" in away.text
    [ours] = {form.action for form in forms_in(away) if form.action.endswith("/remove")} - {
        form.action for form in forms_in(kept)
    }
    back = await supervisor.send(away, ours)
    assert "2040年1月5日" not in back.text
    cleared = form_in(back, "/assignment/rules")
    left = {name: value for name, value in cleared.fields.items() if name != "rules.0.used"}
    assert "从未有过的类别" not in (await supervisor.post(cleared.action, left)).text


async def test_a_shift_leaves_a_note(officer: Person, supervisor: Person) -> None:
    page = await officer.get("/shift")
    blank = await officer.send(page, "/shift", text="  ")
    assert blank.status_code == 422
    await officer.send(page, "/shift", text="下午三点投诉人来访 <b>")
    seen = (await supervisor.get("/shift")).text
    assert "下午三点投诉人来访 &lt;b&gt;" in seen


def test_the_feedback_form_proposes_the_preferred_way_and_what_a_key_case_still_lacks() -> None:
    """S0-37, S0-39; and S0-30: a key case is called back on site."""
    wish = replace(ONE_AGAINST_ONE, complainants=(Complainant(preferred_notice=Method.EMAIL),))
    view = filed(filing=wish).view
    assert preset("give_feedback", view, view.now)["method"] == "email"
    assert preset("record_callback", view, view.now)["method"] == "phone"
    key = Grade(urgency=Urgency.URGENT, key=True, owner="p-owner", criteria=(Criterion.AMOUNT,))
    story = concluded().does(OFFICER, key, FEEDBACK)
    assert preset("give_feedback", story.view, story.now)["method"] == "letter"
    assert preset("record_callback", story.view, story.now)["method"] == "on_site"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_form_offers_for_a_closed_field_what_the_command_takes(command: str) -> None:
    """Fields of two commands may share a name: the basis of an appraisal, and of an end of mediation."""
    tables = load_tables()
    naming = Naming(words_in("zh"), tables, {})
    choices = offered(command, concluded().view, tables, (), naming)
    fixed = [part for part in parts_of(COMMANDS[command]) if isinstance(part, Field) and part.values]
    for part in fixed:
        taken = [code for code, _ in choices.get(part.name, ())]
        assert set(taken) <= set(part.values), part.name
        assert taken or part.name not in choices or command == "reopen", part.name


def test_a_closed_case_is_offered_the_grounds_that_reopen_it() -> None:
    view = closed().view
    tables = load_tables()
    shown = dict(offered("reopen", view, tables, (), Naming(words_in("zh"), tables, {}))["ground"])
    assert tuple(shown) == view.after.reopen_grounds
    assert len(shown) >= 3
    assert all(words != code for code, words in shown.items())
