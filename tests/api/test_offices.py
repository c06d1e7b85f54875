"""The office's own promises over HTTP: who sets them, for which cases they hold, how they are explained."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.conftest import Desk, Json, Stack

ORDER = "order.report_back:hotline12345-1"
PROMISES = ["promise.contact_complainant", "promise.contact_respondent"]


async def put(desk: Desk, office: str, body: Any) -> tuple[int, Json]:
    response = await desk.client.put(
        f"/v1/offices/{office}/regimes", json=body, headers={"Authorization": f"Bearer {desk.token}"}
    )
    return response.status_code, response.json()


async def test_the_office_tree_is_there_to_be_read(stack: Stack) -> None:
    officer = await stack.desk("officer")
    response = await officer.get("/v1/offices")
    items = response.json()["items"]
    assert {"path", "parent", "kind", "name_zh", "name_en", "beside"} <= set(items[0])


async def test_promises_hold_for_what_is_filed_after_they_were_made(stack: Stack) -> None:
    head, officer = await stack.desk("head"), await stack.desk("officer")
    office = officer.office
    before = await officer.file({"channel": "phone", "facts": "先投诉,后承诺"})
    assert not [each["key"] for each in before["clocks"] if each["key"] in PROMISES]
    status, answer = await put(head, office, {"beside": ["promise-12315"]})
    assert (status, answer["beside"]) == (200, ["promise-12315"])
    try:
        after = await officer.file({"channel": "phone", "facts": "承诺之后的投诉"})
        promises = [each for each in after["clocks"] if each["key"] in PROMISES]
        assert [(each["legal"], each["citation"]) for each in promises] == [(False, "S0-09")] * 2
    finally:
        assert (await put(head, office, {"beside": None}))[0] == 200
    again = await officer.file({"channel": "phone", "facts": "承诺撤回之后"})
    assert not [each["key"] for each in again["clocks"] if each["key"] in PROMISES]


async def test_a_hotlines_date_is_shown_and_explained_beside_the_laws(stack: Stack) -> None:
    officer = await stack.desk("officer")
    due = (datetime.now(UTC) + timedelta(days=3)).replace(microsecond=0)
    filed = await officer.file(
        {
            "channel": "hotline_12345",
            "facts": "工单转来",
            "external_refs": [{"system": "hotline12345", "number": "GD-1", "due_at": due.isoformat()}],
        }
    )
    clock = next(each for each in filed["clocks"] if each["key"] == ORDER)
    assert datetime.fromisoformat(clock["due_at"]) == due
    assert clock["given"]
    assert [each["key"] for each in filed["clocks"] if each["legal"]] == ["complaint.acceptance"]
    answer = (await officer.get(f"/v1/complaints/{filed['case_id']}/clocks/{ORDER}/explanation")).json()
    assert (answer["given"], answer["citation"], answer["length"]) == (True, "S3-15", None)
    assert {day["count"] for day in answer["days"]} == {None}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"beside": ["samr-999"]}, "unknown_profile"),
        ({"beside": "promise-12315"}, "not_a_list"),
        ({"regimes": []}, "not_a_list"),
        ([], "not_a_list"),
        ({"beside": ["promise-12315"] * 9}, "not_a_list"),
    ],
)
async def test_what_is_no_list_of_regimes_is_refused_in_words(stack: Stack, body: Any, code: str) -> None:
    head = await stack.desk("head")
    office = head.office
    status, answer = await put(head, office, body)
    assert (status, answer["errors"][0]["code"]) == (422, code)


async def test_an_officer_makes_no_promises_and_nobody_makes_them_for_another_office(stack: Stack) -> None:
    officer, head = await stack.desk("officer"), await stack.desk("head")
    office = officer.office
    assert (await put(officer, office, {"beside": []}))[0] == 403
    assert (await put(head, "nowhere.at_all", {"beside": []}))[0] == 404
