"""Bad input over HTTP: each a clear 4xx problem, nothing changed, nothing stuck."""

import json
from typing import Any
from uuid import uuid4

import pytest

from api.http.json_input import BODY_LIMIT
from tests.api.conftest import FILING, Desk, Stack

NOBODY = "00000000-0000-7000-8000-000000000000"
NOTE = {"type": "add_note", "text": "x"}

BAD_FILINGS: dict[str, tuple[Any, str, list[str]]] = {
    "no channel": ({"facts": "x"}, "invalid_body", ["channel"]),
    "no facts": ({"channel": "phone"}, "missing_facts", []),
    "blank facts": ({"channel": "phone", "facts": " \n "}, "missing_facts", []),
    "an unknown field": (FILING | {"colour": 1}, "invalid_body", ["colour"]),
    "an office in the body": (FILING | {"office": "jiangzhou"}, "invalid_body", ["office"]),
    "an actor in the body": (FILING | {"actor": {"person": "p"}}, "invalid_body", ["actor"]),
    "a nested unknown field": (
        FILING | {"complainants": [{"name": "a", "age": 3}]},
        "invalid_body",
        ["complainants[0].age"],
    ),
    "a number as text": (FILING | {"purchase": {"amount": "12800"}}, "invalid_body", ["purchase.amount"]),
    "a text as number": (FILING | {"facts": 12800}, "invalid_body", ["facts"]),
    "a naive time": (FILING | {"received_at": "2026-11-01T09:00:00"}, "invalid_body", ["received_at"]),
    "an impossible date": (FILING | {"purchase": {"on": "2026-02-29"}}, "invalid_body", ["purchase.on"]),
    "a received time in the future": (
        FILING | {"received_at": "2099-01-01T09:00:00+08:00"},
        "in_the_future",
        [],
    ),
    "three representatives": (FILING | {"representatives": [{}, {}, {}]}, "too_many_representatives", []),
    "a negative amount": (FILING | {"purchase": {"amount": -1}}, "negative_amount", []),
    "a profile nobody knows": (FILING | {"profile": "samr-0"}, "unknown_profile", []),
    "a reference instead of facts": (FILING | {"facts": {"ref": "abc"}}, "invalid_body", ["facts"]),
    "a text of 20,001 characters": (FILING | {"facts": "长" * 20_001}, "invalid_body", ["facts"]),
    "a list": ([], "invalid_body", [""]),
}


@pytest.mark.parametrize(("body", "code", "fields"), BAD_FILINGS.values(), ids=BAD_FILINGS)
async def test_a_bad_filing_is_refused(officer: Desk, body: Any, code: str, fields: list[str]) -> None:
    response = await officer.post("/v1/complaints", body)
    assert response.status_code == (409 if code == "in_the_future" else 422)
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == code
    assert problem["title_zh"]
    assert problem["title_en"]
    assert [each["field"] for each in problem.get("errors", ())] == fields


async def test_the_largest_texts_are_taken(officer: Desk) -> None:
    filed = await officer.file(FILING | {"facts": "长" * 20_000})
    assert len((await officer.view(filed["case_id"]))["filing"]["facts"]) == 20_000


async def test_a_3_mb_note_is_413_and_changes_nothing(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    before = await officer.view(case_id)
    response = await officer.act(case_id, {"type": "add_note", "text": "x" * 3_000_000})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert (await officer.view(case_id))["version"] == before["version"]


async def test_a_body_that_does_not_say_its_length_is_cut_off(officer: Desk) -> None:
    async def endless() -> Any:
        for _ in range(BODY_LIMIT // 1024 + 1):
            yield b" " * 1024

    headers = {"Authorization": f"Bearer {officer.token}", "Idempotency-Key": str(uuid4())}
    response = await officer.client.post("/v1/complaints", content=endless(), headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"channel": "phone", "facts": NaN}'])
async def test_what_is_not_json_is_422(officer: Desk, body: bytes) -> None:
    response = await officer.post("/v1/complaints", body)
    assert (response.status_code, response.json()["code"]) == (422, "not_json")


@pytest.mark.parametrize("case_id", [NOBODY, "1", "complaint%2Fx", "%00", "😀", "x" * 300])
async def test_an_unknown_case_is_404(officer: Desk, case_id: str) -> None:
    for response in (
        await officer.get(f"/v1/complaints/{case_id}"),
        await officer.get(f"/v1/complaints/{case_id}/timeline"),
        await officer.act(case_id, NOTE),
        await officer.post(f"/v1/complaints/{case_id}/sealed", {"texts": ["x"]}),
        await officer.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 1}),
    ):
        assert response.status_code == 404
        assert response.json()["code"] in ("no_such_case", "not_found")


async def test_a_stage_that_does_not_allow_the_command_is_409(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    response = await officer.act(case_id, {"type": "record_callback", "result": "reached"})
    assert response.status_code == 403
    response = await officer.act(case_id, {"type": "record_settlement", "terms": ["双方自行和解"]})
    assert (response.status_code, response.json()["code"]) == (409, "wrong_stage")


async def test_a_bad_command_changes_nothing(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    before = await officer.view(case_id)
    for body in ({}, {"type": "abolish"}, NOTE | {"text": 1}, NOTE | {"occurred_at": "2026-11-01T09:00:00"}):
        response = await officer.act(case_id, body)
        assert (response.status_code, response.json()["code"]) == (422, "invalid_body")
    after = await officer.view(case_id)
    assert after["version"] == before["version"]


async def test_a_blank_reason_is_no_reason(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    response = await officer.act(case_id, {"type": "refuse", "ground": "16-4", "reason": " \n"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_body")
    assert [(each["field"], each["code"]) for each in response.json()["errors"]] == [("reason", "blank")]


BAD_KEYS = {
    "none": ({}, 428, "idempotency_key_required"),
    "empty": ({"Idempotency-Key": ""}, 422, "invalid_idempotency_key"),
    "a space": ({"Idempotency-Key": "a b"}, 422, "invalid_idempotency_key"),
    "too long": ({"Idempotency-Key": "x" * 129}, 422, "invalid_idempotency_key"),
    "not ASCII": ({"Idempotency-Key": b"\xe9\x94\xae"}, 422, "invalid_idempotency_key"),
}


@pytest.mark.parametrize(("headers", "status", "code"), BAD_KEYS.values(), ids=BAD_KEYS)
async def test_a_changing_post_needs_a_usable_key(
    officer: Desk, headers: dict[str, Any], status: int, code: str
) -> None:
    case_id = (await officer.file())["case_id"]
    for path in (
        "/v1/complaints",
        f"/v1/complaints/{case_id}/commands",
        f"/v1/complaints/{case_id}/sealed",
        f"/v1/rehearsal/complaints/{case_id}/fast-forward",
        "/v1/inbox/1/read",
    ):
        response = await officer.client.post(
            path, content=json.dumps(NOTE), headers={"Authorization": f"Bearer {officer.token}", **headers}
        )
        assert (response.status_code, response.json()["code"]) == (status, code)


BAD_SIGN_INS: dict[str, tuple[Any, int, str]] = {
    "a wrong password": ({"username": "officer", "password": "guess"}, 401, "bad_credentials"),
    "an unknown name": ({"username": "nobody", "password": "guess"}, 401, "bad_credentials"),
    "U+0000": ({"username": "a\0", "password": "guess"}, 422, "invalid_body"),
    "half a pair": (b'{"username": "\\ud800", "password": "x"}', 422, "invalid_body"),
    "a number": ({"username": 1, "password": "guess"}, 422, "invalid_body"),
    "no password": ({"username": "officer"}, 422, "invalid_body"),
}


@pytest.mark.parametrize(("body", "status", "code"), BAD_SIGN_INS.values(), ids=BAD_SIGN_INS)
async def test_a_bad_sign_in(stack: Stack, body: Any, status: int, code: str) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body)
    response = await stack.client.post("/v1/session", content=content)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_passwords_are_not_tried_without_end(stack: Stack) -> None:
    body = {"username": "nobody-else-s", "password": "guess"}
    answers = [(await stack.client.post("/v1/session", json=body)).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Bearer guess", "Basic b2ZmaWNlcjp4"])
async def test_without_a_session_nothing_is_shown(stack: Stack, authorization: str) -> None:
    response = await stack.client.get("/v1/complaints", headers={"Authorization": authorization})
    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_session_ends_when_it_is_closed(stack: Stack) -> None:
    desk = await stack.sign_in(stack.client, "officer2")
    assert (await desk.get("/v1/session")).json()["person"] == desk.person
    closed = await stack.client.delete("/v1/session", headers={"Authorization": f"Bearer {desk.token}"})
    assert closed.status_code == 204
    assert (await desk.get("/v1/session")).status_code == 401


async def test_a_person_acts_only_in_an_office_of_theirs(officer: Desk) -> None:
    elsewhere = Desk(
        officer.client, officer.token, officer.person, officer.office, {"Redress-Office": "jiangzhou"}
    )
    response = await elsewhere.get("/v1/complaints")
    assert (response.status_code, response.json()["code"]) == (403, "no_role")


BAD_QUERIES = {
    "a stage nobody knows": {"stage": "lost"},
    "an impossible day": {"due_before": "2026-02-30"},
    "a day as a number": {"due_before": "1600000000"},
    "a misspelt filter": {"stages": "accepted"},
    "a filter given twice": {"stage": ["accepted", "refused"]},
    "no limit": {"limit": 0},
    "a limit beyond all": {"limit": 201},
    "a channel nobody has": {"channel": "pigeon"},
    "a step below the ladder": {"escalated": 0},
    "a first day that is none": {"received_from": "yesterday"},
    "U+0000 in a category": {"category": "a\0b"},
    "half a yes": {"overdue": "perhaps"},
    "a cursor of somebody else": {"cursor": "abc"},
    "a cursor that is not one": {"cursor": "W10"},
    "U+0000 in a search": {"q": "a\0b"},
    "a search without end": {"q": "x" * 101},
}


@pytest.mark.parametrize("query", BAD_QUERIES.values(), ids=BAD_QUERIES)
async def test_a_bad_query_is_422(officer: Desk, query: dict[str, Any]) -> None:
    response = await officer.get("/v1/complaints", **query)
    assert response.status_code == 422
    assert response.json()["code"] in ("invalid_query", "invalid_cursor")


async def test_an_unknown_address_and_method_are_problems_too(stack: Stack) -> None:
    for method, path, status, code in (
        ("GET", "/v1/nothing", 404, "not_found"),
        ("PUT", "/v1/complaints", 405, "method_not_allowed"),
        ("GET", "/v1/clocks/explain", 405, "method_not_allowed"),
    ):
        response = await stack.client.request(method, path)
        assert (response.status_code, response.json()["code"]) == (status, code)
        assert response.headers["content-type"] == "application/problem+json"


async def _called_back(officer: Desk, callback: Desk, case_id: str) -> None:
    """The call-back, if the case fell into the sample: after the third working day."""
    clocks = {clock["key"]: clock for clock in (await officer.view(case_id))["clocks"]}
    if clocks["callback.window"]["state"] == "running":
        await officer.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 4})
        await callback.acted(case_id, {"type": "record_callback", "result": "reached", "satisfaction": 5})


async def test_a_command_to_an_archived_case_is_409(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "withdraw", "reason": "已自行解决"})
    await officer.acted(case_id, {"type": "conclude", "outcome": "withdrawn"})
    await officer.acted(
        case_id, {"type": "give_feedback", "method": "phone", "text": "已告知", "remedies_told": True}
    )
    await _called_back(officer, await stack.desk("callback"), case_id)
    await officer.acted(case_id, {"type": "close"})
    jump = await officer.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 60})
    assert jump.status_code == 200, jump.text
    assert jump.json()["stage"] == "archived"
    response = await officer.act(case_id, NOTE)
    assert (response.status_code, response.json()["code"]) == (409, "archived")
    again = await officer.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 1})
    assert (again.status_code, again.json()["code"]) == (409, "archived")
