"""A case over HTTP: filings answer with clocks, commands with the view, rules with their article."""

from datetime import datetime
from uuid import UUID

import asyncpg

from redress.contracts.ids import is_case_number
from tests.api.conftest import FILING, Desk, Stack


async def test_a_filing_answers_with_number_clocks_and_open_items(officer: Desk) -> None:
    response = await officer.post("/v1/complaints", {"channel": "phone", "facts": "买到的手机是翻新机"})
    assert response.status_code == 201
    filed = response.json()
    assert response.headers["Location"] == f"/v1/complaints/{filed['case_id']}"
    assert UUID(filed["case_id"]).version == 7
    assert is_case_number(filed["case_number"])
    assert filed["case_number"].startswith("990121-")
    assert len(filed["query_code"]) == 8
    assert filed["trader_query_code"] != filed["query_code"]
    assert filed["stage"] in ("registered", "checking")
    [clock] = filed["clocks"]
    assert clock["key"] == "complaint.acceptance"
    assert clock["state"] == "running"
    assert clock["citation"] == "令121 art.15"
    assert datetime.fromisoformat(clock["due_at"]).tzinfo is not None
    assert {"complainants", "respondents", "claims"} <= set(filed["open_items"])


async def test_the_first_clocks_are_those_the_case_itself_has(officer: Desk) -> None:
    filed = await officer.file()
    view = await officer.view(filed["case_id"])
    assert [c | {"state": ""} for c in view["clocks"]] == [c | {"state": ""} for c in filed["clocks"]]


async def test_the_view_is_opened_for_its_reader_and_amounts_are_numbers(officer: Desk) -> None:
    view = await officer.view((await officer.file())["case_id"])
    assert view["filing"]["facts"] == FILING["facts"]
    assert view["filing"]["complainants"][0]["phone"] == "13900001234"
    assert view["filing"]["purchase"]["amount"] == 12800
    assert view["filing"]["claims"][1]["amount"] == 398.5
    assert "accept" in view["allowed_commands"]
    assert view["now"].endswith("+08:00")


async def test_an_auditor_sees_references_and_no_texts(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    view = await (await stack.desk("auditor")).view(case_id)
    assert set(view["filing"]["facts"]) == {"ref"}
    assert "query_codes" not in view
    assert view["allowed_commands"] == []


async def test_every_opening_is_audited(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.view(case_id)
    await (await stack.desk("auditor")).view(case_id)
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        rows = await connection.fetch(
            "SELECT person, purpose FROM vault_openings WHERE case_id = $1 AND person LIKE 'p-%'", case_id
        )
    finally:
        await connection.close()
    assert [(row["person"], row["purpose"]) for row in rows] == [(officer.person, "case")]


async def test_a_command_answers_the_new_view(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    view = await officer.acted(case_id, {"type": "accept", "note": "符合受理条件"})
    assert view["stage"] in ("accepted", "mediating")
    assert view == (await officer.view(case_id)) | {"now": view["now"]}


async def test_a_rule_answers_409_with_code_and_article(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    response = await officer.act(case_id, {"type": "refuse", "ground": "16-4", "reason": "超过三年"})
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["code"], problem["status"]) == ("already_accepted", 409)
    assert problem["citation"] == "令121 art.15, art.23(1)(6)"
    assert problem["title"] == problem["title_zh"] == "投诉已受理,不能再作不予受理决定"
    english = await Desk(
        officer.client, officer.token, officer.person, officer.office, {"Accept-Language": "en-GB, zh;q=0.5"}
    ).act(case_id, {"type": "refuse", "ground": "16-4", "reason": "x"})
    assert english.json()["title"] == english.json()["title_en"] == problem["title_en"]


async def test_two_officers_at_once_one_is_stale(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    version = (await officer.view(case_id))["version"]
    other = await stack.desk("officer2")
    first = await officer.act(case_id, {"type": "add_note", "text": "我来办", "expected_version": version})
    second = await other.act(case_id, {"type": "accept", "expected_version": version})
    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (409, "stale")
    assert (await officer.view(case_id))["version"] == first.json()["version"]


async def test_a_role_that_may_not_is_forbidden(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    response = await (await stack.desk("intake")).act(case_id, {"type": "accept"})
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    response = await (await stack.desk("auditor")).post("/v1/complaints", FILING)
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


async def test_another_bureaus_case_does_not_exist(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    stranger = await stack.desk("yunshan-officer")
    for response in (
        await stranger.get(f"/v1/complaints/{case_id}"),
        await stranger.get(f"/v1/complaints/{case_id}/timeline"),
        await stranger.get(f"/v1/complaints/{case_id}/clocks/complaint.acceptance/explanation"),
        await stranger.act(case_id, {"type": "accept"}),
        await stranger.post(f"/v1/complaints/{case_id}/sealed", {"texts": ["x"]}),
        await stranger.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 1}),
    ):
        assert (response.status_code, response.json()["code"]) == (404, "no_such_case")


async def test_the_timeline_is_the_ledger_opened(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "add_note", "text": "已电话核实"})
    whole = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()
    assert [each["seq"] for each in whole["items"]] == list(range(1, len(whole["items"]) + 1))
    first, last = whole["items"][0], whole["items"][-1]
    assert first["type"] == "complaint_registered"
    assert first["body"]["filing"]["purchase"]["amount"] == 12800
    assert (last["type"], last["body"]["text"]) == ("note_added", "已电话核实")
    assert last["actor"] == officer.person
    assert whole["next_seq"] is None
    part = (await officer.get(f"/v1/complaints/{case_id}/timeline", from_seq=2, limit=1)).json()
    assert [each["seq"] for each in part["items"]] == [2]
    assert part["next_seq"] == 3


async def test_a_clock_of_the_case_is_explained_day_by_day(officer: Desk) -> None:
    filed = await officer.file()
    path = f"/v1/complaints/{filed['case_id']}/clocks/complaint.acceptance/explanation"
    found = (await officer.get(path)).json()
    assert found["due_on"] == filed["clocks"][0]["due_on"]
    assert found["days"][0]["kind"] == "start"
    assert found["days"][-1]["count"] == 7
    missing = await officer.get(path.replace("acceptance", "nothing"))
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_clock")


async def test_sealed_texts_serve_commands_by_reference(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    sealed = await officer.post(
        f"/v1/complaints/{case_id}/sealed", {"texts": ["第一段", "第二段"]}, "sealed-1"
    )
    again = await officer.post(
        f"/v1/complaints/{case_id}/sealed", {"texts": ["第一段", "第二段"]}, "sealed-1"
    )
    assert sealed.status_code == again.status_code == 201
    assert sealed.json() == again.json()
    refs = sealed.json()["refs"]
    await officer.acted(case_id, {"type": "add_note", "text": {"ref": refs[1]}})
    last = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()["items"][-1]
    assert last["body"]["text"] == "第二段"
    foreign = await officer.act(case_id, {"type": "add_note", "text": {"ref": "not-of-this-case"}})
    assert (foreign.status_code, foreign.json()["code"]) == (422, "unknown_reference")
