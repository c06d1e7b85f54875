"""What the case page puts before an officer's eyes: what is owed next, likely steps, the timeline, one-key
entry, suppositions about a deadline, and a signed paper scanned back.
"""

import re
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, get_args

import httpx

from api.console.topics import TOPICS, topic_of
from redress.domain.events import Event
from tests.api.conftest import FILING, Desk, Stack
from tests.api.test_reports import until
from tests.console.conftest import Person, form_in, somebody
from tests.files.made import png


def _entries(page: httpx.Response) -> list[tuple[int, str]]:
    """The entries of the timeline as they stand in the page: number and topic."""
    listed = page.text[page.text.index('id="events"'):]
    found = re.findall(r'<li class="entry [^>]*?(?:data-topic="(\w+)")? data-seq="(\d+)"', listed)
    return [(int(seq), topic) for topic, seq in found]


def _open(page: httpx.Response, name: str) -> bool:
    return re.search(rf'<details[^>]*id="{name}" open>', page.text) is not None


async def _mediating(desk: Desk) -> str:
    case_id = str((await desk.checked())["case_id"])
    await desk.acted(case_id, {"type": "accept"})
    for party in ("complainant-1", "respondent-1"):
        await desk.acted(case_id, {"type": "record_consent", "party": party, "answer": "yes"})
    return case_id


async def _appraised(desk: Desk) -> dict[str, Any]:
    case_id = await _mediating(desk)
    now = (await desk.view(case_id))["now"]
    agreed = {"payer": "shared", "both_consented_at": now}
    return await desk.acted(
        case_id,
        {"type": "commission_appraisal", "basis": "agreed", "institution": "临江市质检中心",
         "commissioned_on": now[:10], "cost_agreement": agreed},
    )  # fmt: skip


async def test_what_is_owed_next_stands_in_the_head(officer: Person, desk: Desk) -> None:
    filed = await desk.checked()
    page = await officer.get(f"/cases/{filed['case_id']}")
    head = page.text[page.text.index('id="case-head"'):page.text.index('id="case-main"')]
    assert "受理决定并告知投诉人" in head
    assert re.search(r"还有 \d+ 个工作日|\d+ 个工作日", head)
    assert "121号令第十五条" in head
    assert filed["case_number"] in head


async def test_a_suspected_duplicate_stands_there_by_its_number(officer: Person, desk: Desk) -> None:
    twice = {**FILING, "complainants": [{"name": "蒋一新", "phone": "13900007788"}]}
    first, second = await desk.checked(twice), await desk.checked(twice)
    found = await until(desk, second["case_id"], lambda view: view["findings"] is not None)
    assert found["findings"]["duplicates"] == [first["case_id"]]
    page = await officer.get(f"/cases/{second['case_id']}")
    assert f'<a href="/cases/{first["case_id"]}">{first["case_number"]}</a>' in page.text


async def test_a_few_likely_steps_stand_first_and_the_rest_is_folded(officer: Person, desk: Desk) -> None:
    page = await officer.get(f"/cases/{await _mediating(desk)}")
    side = page.text[page.text.index('id="case-side"'):]
    first = side[side.index('command-group first'):side.index('command-group fold')]
    assert 1 <= first.count('<details class="command"') <= 3
    assert _open(page, "group-contact")
    assert not _open(page, "group-mediation")


async def test_the_timeline_is_newest_first_and_narrows_to_a_topic(officer: Person, desk: Desk) -> None:
    case_id = await _mediating(desk)
    whole = _entries(await officer.get(f"/cases/{case_id}"))
    assert [seq for seq, _ in whole] == sorted((seq for seq, _ in whole), reverse=True)
    for topic in TOPICS:
        page = await officer.get(f"/cases/{case_id}?show={topic}")
        assert _entries(page) == [one for one in whole if one[1] == topic], topic
    assert _entries(await officer.get(f"/cases/{case_id}?show=nothing")) == whole
    last = whole[2][0]
    earlier = _entries(await officer.get(f"/cases/{case_id}?until={last}"))
    assert earlier == whole[2:]


def test_a_topic_names_events_that_there_are() -> None:
    kinds = {next(f.default for f in fields(kind) if f.name == "type") for kind in get_args(Event)}
    assert set().union(*TOPICS.values()) <= kinds
    assert topic_of("note_added") == ""


async def test_a_moved_deadline_says_what_it_was(officer: Person, desk: Desk) -> None:
    view = await _appraised(desk)
    await desk.acted(
        view["case_id"],
        {"type": "conclude_appraisal", "finding": "结构缺陷", "received_on": view["now"][:10]},
    )
    page = await officer.get(f"/cases/{view['case_id']}")
    assert re.search(r"原届满日 \d{4}年\d+月\d+日,停止计算期间不届满", page.text)
    assert page.text.count('class="entry-moved"') >= 3


async def test_one_key_entry_is_a_link_and_the_form_knows_the_last_contact(
    officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    for name, key in (("record_contact", "c"), ("add_note", "n"), ("assign", "a"), ("add_evidence", "e")):
        assert f'?enter={name}#form-{name}" data-opens="form-{name}" data-press="{key}"' in page.text
    now = form_in(page, "/commands/record_contact").fields["at"]
    assert form_in(page, "/commands/record_contact").fields["party"] == "respondent-1"
    done = await officer.send(
        page, "/commands/record_contact", party="complainant-1", method="sms", result="wrong_number", at=now
    )
    assert done.status_code == 200
    assert "号码有误" in done.text
    again = await officer.get(f"/cases/{case_id}?enter=record_contact")
    assert _open(again, "form-record_contact")
    fields = form_in(again, "/commands/record_contact").fields
    assert (fields["party"], fields["method"]) == ("complainant-1", "sms")
    assert "result" not in fields, "a button says it, the enter key alone does not"
    nothing = await officer.send(again, "/commands/record_contact", summary="忘了按哪个")
    assert nothing.status_code == 422
    assert '<a href="#record_contact-result">' in nothing.text
    assert form_in(nothing, "/commands/record_contact").fields["summary"] == "忘了按哪个"


async def test_what_a_rule_would_refuse_now_says_so_beforehand(officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "withdraw", "reason": "已自行和解"})
    await desk.acted(case_id, {"type": "conclude", "outcome": "withdrawn"})
    page = await officer.get(f"/cases/{case_id}")
    form = page.text[page.text.index('id="form-close"'):]
    assert form.index("暂不可办") < form.index("<form")
    refused = await officer.send(page, "/commands/close")
    assert refused.status_code == 409
    [words] = re.findall(r'class="summary-words">([^<]+)<', refused.text)
    assert words in form[:form.index("<form")], "the case says the same"


async def test_what_if_shows_both_dates_and_leaves_the_case_alone(officer: Person, desk: Desk) -> None:
    view = await _appraised(desk)
    case_id, version = view["case_id"], view["version"]
    assert f'action="/cases/{case_id}/what-if"' in (await officer.get(f"/cases/{case_id}")).text
    place = f"/cases/{case_id}/what-if?clock=complaint.mediation"
    soon = date.fromisoformat(view["now"][:10]) + timedelta(days=10)
    page = await officer.get(f"{place}&resumed_on={soon}")
    assert page.status_code == 200
    assert page.text.count('<svg class="strip') == 2
    assert page.text.count("停止计算") > 0
    refused = await officer.get(f"{place}&extension=15&resumed_on={soon}")
    assert "这一延长不会被准许" in refused.text
    other = await officer.get(f"{place}&end_roll=none&resumed_on={soon}")
    assert other.status_code == 200
    assert (await desk.view(case_id))["version"] == version


async def test_what_if_names_what_is_wrong_with_the_question(officer: Person, desk: Desk) -> None:
    case_id = await _mediating(desk)
    place = f"/cases/{case_id}/what-if?clock=complaint.mediation"
    for query, field in (
        ("", "resumed_on"), ("&resumed_on=2026-02-30", "resumed_on"), ("&extension=²", "extension"),
        ("&extension=99999", "extension"), ("&end_roll=<b>", "resumed_on"),
    ):  # fmt: skip
        page = await officer.get(f"{place}{query}")
        assert page.status_code == 422, query
        assert f'<a href="#what-if-{field}">' in page.text
        assert page.text.count("<title>错误:") == 1
    assert (await officer.get(f"/cases/{case_id}/what-if?clock=x&extension=1")).status_code == 404


async def test_a_signed_paper_is_scanned_back_from_the_page(
    officer: Person, desk: Desk, stack: Stack
) -> None:
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "accept"})
    blank = await officer.get(f"/cases/{case_id}/documents/new?kind=acceptance_decision&party=complainant-1")
    await officer.send(blank, "/documents/new", phone="0571-12315")
    async with somebody(stack.app) as supervisor:
        await supervisor.sign_in("supervisor", stack.passwords["supervisor"])
        await supervisor.send(await supervisor.get(f"/cases/{case_id}"), "/commands/approve_document")
    page = await officer.send(await officer.get(f"/cases/{case_id}"), "/commands/issue_document")
    form = form_in(page, "/documents/1/scan")
    hidden = [(name, (None, value)) for name, value in form.pairs if name != "file"]
    empty = await officer.client.post(form.action, files=[*hidden, ("file", ("", b""))])
    assert empty.status_code == 422
    assert "请选择扫描件文件" in empty.text
    for _ in range(2):
        done = await officer.client.post(form.action, files=[*hidden, ("file", ("扫描.png", png(40, 40)))])
        assert done.status_code == 200
    view = await desk.view(case_id)
    assert [each["scan"] for each in view["documents"]] == [1]
    assert view["evidence_count"] == 1
    assert "投诉受理决定书" in view["evidence"][0]["name"]
    assert not [each for each in re.findall(r'action="([^"]+)"', done.text) if each.endswith("/scan")]
