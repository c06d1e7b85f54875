"""Mediation on the case page: forms that need no script, and panels that say how things stand."""

from api.console.forms import Kind, parts_of
from api.console.steps import COMMANDS
from tests.api.conftest import Desk
from tests.api.test_reports import until
from tests.console.conftest import Person, form_in


async def _mediating(desk: Desk) -> str:
    case_id = str((await desk.checked())["case_id"])
    await desk.acted(case_id, {"type": "accept"})
    for party in ("complainant", "respondent"):
        await desk.acted(case_id, {"type": "record_consent", "party": party, "answer": "yes"})
    return case_id


def test_lists_of_closed_values_are_ticked_and_free_text_is_offered_nowhere() -> None:
    kinds = {part.name: getattr(part, "kind", None) for part in parts_of(COMMANDS["confirm_legality"])}
    assert kinds["checks"] is Kind.MANY
    kinds = {part.name: getattr(part, "kind", None) for part in parts_of(COMMANDS["delegate_mediation"])}
    assert kinds["to"] is Kind.LINE


async def test_a_recusal_is_asked_and_shown_with_the_stay(officer: Person, desk: Desk) -> None:
    case_id = await _mediating(desk)
    await desk.acted(case_id, {"type": "assign", "handler": desk.person})
    page = await officer.get(f"/cases/{case_id}")
    asked = await officer.send(
        page, "/commands/recuse", mediator=desk.person, by="respondent-1", reason="与投诉人系近亲属"
    )
    assert asked.status_code == 200
    assert "待决定,调解中止" in asked.text
    assert "/commands/schedule_session" not in asked.text


async def test_the_agreement_is_checked_performed_and_shown(officer: Person, desk: Desk) -> None:
    case_id = await _mediating(desk)
    page = await officer.get(f"/cases/{case_id}")
    form = form_in(page, "/commands/record_agreement")
    assert {"due.0.term", "due.0.due_on", "checks"} <= form.names
    agreed = await officer.send(
        page, "/commands/record_agreement", form="record_only", why="remote", terms="退款398元"
    )
    assert agreed.status_code == 200, agreed.text
    assert "合法性待审查" in agreed.text
    wrong = await officer.send(agreed, "/commands/record_performance", performed="")
    assert wrong.status_code == 422
    kept = await officer.send(agreed, "/commands/record_performance", performed="partly")
    assert kept.status_code == 200
    assert "部分履行" in kept.text


async def test_a_clue_shows_its_state_on_the_page_of_its_complaint(officer: Person, desk: Desk) -> None:
    case_id = await _mediating(desk)
    view = await desk.acted(case_id, {"type": "refer_clue", "summary": "涉嫌虚假宣传"})
    clue = view["clues"][0]["case_id"]
    await until(desk, clue, lambda found: bool(found["clocks"]))
    page = await officer.get(f"/cases/{case_id}")
    assert f"/cases/{clue}" in page.text
    assert "核查中" in page.text
    decided = {"type": "record_clue_decision", "outcome": "opened", "number": "青市监立〔2026〕1号"}
    await desk.acted(clue, decided)
    assert "立案" in (await officer.get(f"/cases/{case_id}")).text


async def test_a_recusal_of_ones_own_motion_is_told_as_that(officer: Person, desk: Desk) -> None:
    case_id = await _mediating(desk)
    await desk.acted(case_id, {"type": "assign", "handler": desk.person})
    recusal = {"type": "recuse", "mediator": desk.person, "by": "own_motion", "reason": "与投诉人同住"}
    await desk.acted(case_id, recusal)
    page = await officer.get(f"/cases/{case_id}")
    assert "本机关" in page.text
    assert "party.own_motion" not in page.text
