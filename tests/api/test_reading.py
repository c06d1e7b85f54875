"""What people look at: lists, public progress, notifications, explanations, figures."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import FILING, Desk, Json, Stack

EXAMPLES: list[Json] = json.loads(
    (Path(__file__).parents[1] / "domain" / "data" / "clock-examples.json").read_text("utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
async def test_the_examples_of_deadlines_are_answered_without_sign_in(stack: Stack, example: Json) -> None:
    response = await stack.client.post("/v1/clocks/explain", json=example["request"])
    assert response.status_code == 200, response.text
    found = response.json()
    assert {name: found[name] for name in example["expect"]} == example["expect"]


BAD_QUESTIONS = {
    "nothing": ({}, "started_at"),
    "a naive start": (
        {"started_at": "2026-08-20T09:00:00", "length": 7, "unit": "working_day"},
        "started_at",
    ),
    "a length as text": (
        {"started_at": "2026-08-20T09:00:00+08:00", "length": "7", "unit": "working_day"},
        "length",
    ),
    "an unknown field": (
        {"started_at": "2026-08-20T09:00:00+08:00", "length": 7, "unit": "working_day", "x": 1},
        "x",
    ),
    "a list": ([], ""),
}


@pytest.mark.parametrize(("body", "field"), BAD_QUESTIONS.values(), ids=BAD_QUESTIONS)
async def test_an_unusable_question_names_its_field(stack: Stack, body: Any, field: str) -> None:
    response = await stack.client.post("/v1/clocks/explain", json=body)
    assert (response.status_code, response.json()["code"]) == (422, "unusable_question")
    assert response.json()["errors"][0]["field"] == field


async def _pages(desk: Desk, **query: Any) -> list[Json]:
    items: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await desk.get("/v1/complaints", **query, **cursor)).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


async def test_the_list_pages_through_every_case_once_by_safe_due_day(officer: Desk) -> None:
    filed = {(await officer.file())["case_id"] for _ in range(5)}
    for case_id in filed:
        await officer.acted(case_id, {"type": "assign", "handler": officer.person})
    mine = await _pages(officer, handler="me", limit=2)
    ids = [each["case_id"] for each in mine]
    assert filed <= set(ids)
    assert len(ids) == len(set(ids))
    assert [each["safe_due_on"] for each in mine] == sorted(each["safe_due_on"] for each in mine)
    assert "clock_offset" not in mine[0]
    assert "number" not in mine[0]


async def test_the_list_narrows_by_what_is_asked(officer: Desk) -> None:
    phone = f"139{uuid4().int % 10**8:08d}"
    filed = await officer.file(FILING | {"complainants": [{"name": "欧阳予倩", "phone": phone}]})
    await officer.acted(filed["case_id"], {"type": "accept"})
    for query in (
        {"q": phone},
        {"q": filed["case_number"]},
        {"q": phone, "stage": "accepted"},
        {"q": phone, "office": officer.office},
        {"q": phone, "overdue": False},
        {"q": phone, "due_before": "2199-01-01"},
    ):
        assert [each["case_id"] for each in await _pages(officer, **query)] == [filed["case_id"]], query
    for query in (
        {"q": phone, "stage": "archived"},
        {"q": phone, "overdue": True},
        {"q": phone, "due_before": "2020-01-01"},
        {"q": phone, "office": "jiangzhou.elsewhere"},
        {"q": phone[::-1]},
    ):
        assert await _pages(officer, **query) == [], query


async def test_other_offices_cases_are_in_no_list(officer: Desk, stack: Stack) -> None:
    filed = await officer.file()
    stranger = await stack.desk("yunshan-officer")
    assert await _pages(stranger, q=filed["case_number"]) == []


async def test_the_parties_follow_their_case_with_their_own_codes(officer: Desk, stack: Stack) -> None:
    filed = await officer.file()
    await officer.acted(filed["case_id"], {"type": "accept", "note": "内部意见"})
    path = f"/v1/public/cases/{filed['case_number']}"
    for party, code in (("complainant", filed["query_code"]), ("trader", filed["trader_query_code"])):
        response = await stack.client.get(path, params={"code": code.lower()})
        assert response.status_code == 200
        found = response.json()
        assert found["party"] == party
        assert found["stage_zh"] == "已受理"
        assert [each["type"] for each in found["events"]][:1] == ["complaint_registered"]
        assert "accepted" in {each["type"] for each in found["events"]}
        assert found["next"]["citation"].startswith("令121 art.")
        assert found["next"]["due_on"]
        for secret in ("林晓梅", "13900001234", "洗衣机", "内部意见", "恒洁", officer.person, "ref"):
            assert secret not in response.text


async def test_a_wrong_code_and_an_unknown_case_look_alike(officer: Desk, stack: Stack) -> None:
    filed, other = await officer.file(), await officer.file()
    wrong = (
        (filed["case_number"], ""),
        (filed["case_number"], "AAAAAAAA"),
        (filed["case_number"], other["query_code"]),
        ("990121-2026-999999-0", filed["query_code"]),
        ("nonsense", filed["query_code"]),
    )
    answers = [
        (await stack.client.get(f"/v1/public/cases/{number}", params={"code": code}))
        for number, code in wrong
    ]
    assert {each.status_code for each in answers} == {404}
    assert len({each.text for each in answers}) == 1


async def test_codes_are_not_guessed_without_end(officer: Desk, stack: Stack) -> None:
    filed = await officer.file()
    path = f"/v1/public/cases/{filed['case_number']}"
    guesses = [(await stack.client.get(path, params={"code": "guess"})).status_code for _ in range(11)]
    assert guesses[:10] == [404] * 10
    assert guesses[10] == 429


async def test_the_inbox_answers_and_somebody_elses_message_does_not_exist(officer: Desk) -> None:
    assert isinstance((await officer.get("/v1/inbox", unread_only=True)).json()["items"], list)
    response = await officer.post("/v1/inbox/999999/read", b"")
    assert (response.status_code, response.json()["code"]) == (404, "no_such_notification")


async def test_the_process_shows_that_it_lives(stack: Stack) -> None:
    assert (await stack.client.get("/healthz")).text == "ok\n"
    ready = await stack.client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "database": True, "engine": True})
    figures = (await stack.client.get("/metrics")).text
    assert 'redress_http_seconds_count{method="GET",route="/readyz",status="2xx"}' in figures


async def test_texts_are_searched_and_what_is_added_later_is_found(officer: Desk, stack: Stack) -> None:
    mark = "".join(chr(0x4E00 + (uuid4().int >> shift) % 5000) for shift in (0, 24, 48, 72))
    filed = await officer.file(FILING | {"facts": f"烘干机{mark}异响"})
    noted = await officer.file()
    await officer.acted(noted["case_id"], {"type": "add_note", "text": f"来电说{mark}，须上门"})
    both = sorted([filed["case_id"], noted["case_id"]])
    assert sorted(each["case_id"] for each in await _pages(officer, q=mark)) == both
    assert sorted(each["case_id"] for each in await _pages(officer, q=mark, limit=1)) == both
    for query, found in {
        f"{mark} 异响": [filed["case_id"]],
        f"{mark} 上门": [noted["case_id"]],
        f'"{mark},须"': [noted["case_id"]],
        f'"{mark}上门"': [],
    }.items():
        assert [each["case_id"] for each in await _pages(officer, q=query)] == found, query
    supervisor = await stack.desk("supervisor")
    opened = (await supervisor.get(f"/v1/complaints/{noted['case_id']}/accesses")).json()["items"]
    assert "search" in {each["purpose"] for each in opened}
