"""Assignment over HTTP: rules, proposals, leave and deputies, many cases at once, hand-over, shift notes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest_asyncio

from redress.domain.counting import CHINA
from tests.api.conftest import FILING, Desk, Json, Stack

NOTE = "青河商厦的投诉人下午来取调解书,联系电话在抽屉里。"


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(stack: Stack) -> Desk:
    return await stack.desk("supervisor")


@pytest_asyncio.fixture(loop_scope="session")
async def second(stack: Stack) -> Desk:
    return await stack.desk("officer2")


async def put(desk: Desk, path: str, body: Any) -> Any:
    return await desk.client.put(path, json=body, headers={"Authorization": f"Bearer {desk.token}"})


async def delete(desk: Desk, path: str) -> Any:
    return await desk.client.delete(path, headers={"Authorization": f"Bearer {desk.token}"})


async def test_a_case_is_given_to_a_colleague_who_handles_cases(
    stack: Stack, officer: Desk, second: Desk
) -> None:
    case_id = (await officer.file())["case_id"]
    callback, elsewhere = await stack.desk("callback"), await stack.desk("yunshan-officer")
    for handler in ("p-nobody", callback.person, elsewhere.person):
        response = await officer.act(case_id, {"type": "assign", "handler": handler})
        assert (response.status_code, response.json()["code"]) == (422, "unknown_person")
    assert (await officer.acted(case_id, {"type": "assign", "handler": second.person}))["handler"]


async def test_the_rules_of_an_office_propose_a_handler(
    officer: Desk, supervisor: Desk, second: Desk
) -> None:
    place = f"/v1/offices/{supervisor.office}/assignment-rules"
    assert (await officer.get(place)).json()["code"] == "not_leading"
    unknown = await put(supervisor, place, {"rules": [{"persons": ["p-nobody"]}]})
    assert unknown.json()["code"] == "unknown_person"
    food = {"category": "食品", "persons": [second.person], "automatic": False}
    kept = await put(supervisor, place, {"rules": [food]})
    assert [each["category"] for each in kept.json()["items"]] == ["食品"]
    case_id = (await officer.file({**FILING, "category": "食品安全"}))["case_id"]
    await _recorded(officer, case_id)
    found = (await officer.get(f"/v1/complaints/{case_id}/assignment")).json()["proposal"]
    assert (found["person"], found["automatic"]) == (second.person, False)
    assert (await put(supervisor, place, {"rules": []})).json()["items"] == []
    assert (await officer.get(f"/v1/complaints/{case_id}/assignment")).json() == {"proposal": None}


async def test_a_deputy_acts_in_the_place_of_whom_is_away(
    stack: Stack, supervisor: Desk, officer: Desk
) -> None:
    """The officer of a branch takes over an officer's desk at the bureau for a day, no longer."""
    east = await stack.sign_in(stack.client, "east")
    today = datetime.now(UTC).astimezone(CHINA).date()
    away = {"person": officer.person, "from_on": str(today), "to_on": str(today), "deputy": east.person}
    assert (await east.post("/v1/leaves", away)).json()["code"] == "not_leading"
    backwards = {**away, "to_on": str(today - timedelta(days=1))}
    assert (await supervisor.post("/v1/leaves", backwards)).status_code == 422
    entered = await supervisor.post("/v1/leaves", away)
    assert entered.status_code == 201, entered.text
    leave = entered.json()["id"]
    shown = (await officer.get("/v1/leaves")).json()["items"]
    assert [each["deputy"] for each in shown if each["id"] == leave] == [east.person]
    there = Desk(east.client, east.token, east.person, officer.office, {"Redress-Office": officer.office})
    who = (await there.get("/v1/session")).json()
    assert (who["office"], who["roles"]) == (officer.office, ["officer"])
    assert (await east.get("/v1/session")).json()["office"] == east.office, "their own desk comes first"
    assert (await there.acted((await officer.file())["case_id"], {"type": "accept"}))["stage"] == "accepted"
    assert (await delete(supervisor, f"/v1/leaves/{leave}")).status_code == 200
    assert (await delete(supervisor, f"/v1/leaves/{leave}")).json()["code"] == "no_such_leave"
    assert (await there.get("/v1/session")).json()["code"] == "no_role"


async def _recorded(desk: Desk, case_id: str) -> Json:
    return await desk.acted(case_id, {"type": "add_note", "text": "记"})


async def test_many_cases_are_given_at_once_and_the_same_key_gives_them_once(
    officer: Desk, supervisor: Desk, second: Desk
) -> None:
    cases = [str((await officer.file())["case_id"]) for _ in range(3)]
    unknown = str(uuid4())
    body = {"case_ids": [*cases, unknown, cases[0]], "handler": second.person}
    key = str(uuid4())
    for _ in range(2):
        answer = await supervisor.post("/v1/assignments", body, key)
        assert await supervisor.outcomes(answer) == [
            *((case_id, "done") for case_id in cases), (unknown, "no_such_case")
        ]  # fmt: skip
    for case_id in cases:
        items = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
        assert [each["type"] for each in items].count("assigned") == 1
    other = await supervisor.post("/v1/assignments", {**body, "handler": officer.person}, key)
    assert other.json()["code"] == "idempotency_key_reused"
    command = {"type": "assign", "handler": "p-nobody"}
    for path, refused in (
        ("/v1/assignments", {**body, "handler": "p-nobody"}),
        ("/v1/jobs", {"kind": "bulk", "case_ids": cases, "command": command}),
    ):
        nobody = await supervisor.post(path, refused)
        assert (nobody.status_code, nobody.json()["code"]) == (422, "unknown_person")


async def test_all_that_somebody_has_in_hand_is_handed_over(
    officer: Desk, supervisor: Desk, second: Desk
) -> None:
    given = [str((await officer.file())["case_id"]) for _ in range(2)]
    body = {"case_ids": given, "handler": second.person}
    await supervisor.outcomes(await supervisor.post("/v1/assignments", body))
    body = {"from_person": second.person, "to_person": officer.person}
    anothers = await officer.post("/v1/handover", body)
    assert (anothers.status_code, anothers.json()["code"]) == (403, "not_leading")
    unknown = await supervisor.post("/v1/handover", {**body, "to_person": "p-x"})
    assert unknown.json()["code"] == "unknown_person"
    own = await officer.post("/v1/handover", {"from_person": officer.person, "to_person": "p-x"})
    assert own.json()["code"] == "unknown_person"
    key = str(uuid4())
    first = await supervisor.outcomes(await supervisor.post("/v1/handover", body, key))
    assert {(case_id, "done") for case_id in given} <= set(first)
    assert {outcome for _, outcome in first} == {"done"}
    assert await supervisor.outcomes(await supervisor.post("/v1/handover", body, key)) == first
    for case_id in given:
        assert (await officer.view(case_id))["handler"] == officer.person
    assert await supervisor.outcomes(await supervisor.post("/v1/handover", body)) == []


async def test_a_shift_leaves_a_note_to_the_next_that_the_database_cannot_read(
    stack: Stack, officer: Desk, second: Desk
) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert (await officer.post("/v1/shift-notes", {"text": NOTE}, key)).status_code == 201
    found = (await second.get("/v1/shift-notes")).json()["items"]
    assert [(each["person"], each["text"]) for each in found] == [(officer.person, NOTE)]
    auditor = await stack.desk("auditor")
    assert isinstance((await auditor.get("/v1/shift-notes")).json()["items"][0]["text"], dict)
    assert (await auditor.post("/v1/shift-notes", {"text": NOTE})).json()["code"] == "no_desk"
    elsewhere = await stack.desk("yunshan-officer")
    assert (await elsewhere.get("/v1/shift-notes")).json()["items"] == []
