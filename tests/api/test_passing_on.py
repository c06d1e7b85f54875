"""Passing on and grading over HTTP: the office table is asked here, lists are narrowed by grade."""

import asyncpg
import pytest

from redress.persistence.demo_offices import QINGHE, YUNSHAN
from tests.api.conftest import Desk, Stack

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLOSE = "UPDATE offices SET closed_on = $1::text::date WHERE path = $2"


async def test_the_office_table_is_asked_and_not_the_caller(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    for body, status, code in (
        ({"to": "jiangzhou.linjiang.nowhere"}, 422, "unknown_office"),
        ({"to": f"{QINGHE}.mediation"}, 409, "not_an_authority"),
        ({"to": "jiangzhou.linjiang"}, 409, "ask_upward"),
        ({"to": YUNSHAN, "offices": []}, 422, "invalid_body"),
    ):
        refused = await officer.act(case_id, {"type": "dispatch", **body})
        assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    connection = await asyncpg.connect(stack.database.owner_url)
    try:
        await connection.execute(CLOSE, "2026-01-01", f"{QINGHE}.west")
        closed = await officer.act(case_id, {"type": "dispatch", "to": f"{QINGHE}.west"})
        assert closed.json()["code"] == "office_closed"
    finally:
        await connection.execute(CLOSE, None, f"{QINGHE}.west")
        await connection.close()


async def test_a_complaint_goes_to_another_bureau_and_is_reported_back(officer: Desk, stack: Stack) -> None:
    yunshan = await stack.desk("yunshan-officer")
    case_id = (await officer.file())["case_id"]
    assert (await yunshan.get(f"/v1/complaints/{case_id}")).status_code == 404
    body = {"type": "dispatch", "to": YUNSHAN, "reason": "云山县管辖", "report_back_on": "2030-01-31"}
    sent = await officer.acted(case_id, {**body, "pieces": 2, "pages": 7})
    assert sent["open_items"].count("dispatch.receipt") == 1
    seen = await yunshan.view(case_id)
    allowed = {"acknowledge_dispatch", "return_dispatch", "raise_jurisdiction_dispute"}
    assert set(seen["allowed_commands"]) == allowed
    got = await yunshan.acted(case_id, {"type": "acknowledge_dispatch", "proof": "12315 平台回执"})
    assert got["office"] == YUNSHAN
    assert [one["office"] for one in got["passing"]["receipts"]] == [QINGHE, YUNSHAN]
    keys = {clock["key"]: clock["state"] for clock in got["clocks"]}
    assert keys["complaint.whole"] == keys["dispatch.report_back:1"] == "running"
    still = await officer.view(case_id)
    assert still["filing"]["facts"] == got["filing"]["facts"]
    assert still["allowed_commands"] == ["urge"]
    told = await yunshan.acted(case_id, {"type": "report_back", "summary": "已受理"})
    assert {c["key"]: c["state"] for c in told["clocks"]}["dispatch.report_back:1"] == "met"


async def test_lists_are_narrowed_by_grade(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    plain = await officer.acted(case_id, {"type": "grade", "urgency": "critical"})
    assert plain["grading"]["urgency"] == "critical"
    unowned = await officer.act(case_id, {"type": "grade", "urgency": "critical", "key": True})
    assert (unowned.status_code, unowned.json()["code"]) == (409, "key_needs_owner")
    key = {"type": "grade", "urgency": "critical", "key": True, "owner": officer.person}
    await officer.acted(case_id, {**key, "criteria": ["public_safety"]})
    city = await stack.desk("city")
    await city.acted(case_id, {"type": "supervise", "due_on": "2030-01-31", "order": "限期办结"})
    words = {"type": "classify", "category": "商品质量-家用电器-洗衣机", "problems": ["售后"]}
    found = await officer.acted(case_id, words)
    assert found["grading"]["category"] == "quality.appliances.washing_machine"
    unknown = await officer.act(case_id, {"type": "classify", "industry": "采矿"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_word")
    assert "catering" in unknown.json()["detail"]
    for wanted in ({"urgency": "critical"}, {"key": True}, {"supervised": True}):
        page = (await officer.get("/v1/complaints", **wanted, limit=200)).json()["items"]
        assert case_id in {item["case_id"] for item in page}, wanted
        assert all(item[name] == value for item in page for name, value in wanted.items())
    for wanted in ({"urgency": "ordinary"}, {"key": False}, {"supervised": False}):
        page = (await officer.get("/v1/complaints", **wanted, limit=200)).json()["items"]
        assert case_id not in {item["case_id"] for item in page}, wanted
    assert (await officer.get("/v1/complaints", urgency="very")).status_code == 422
    items = (await officer.get("/v1/complaints", key=True, limit=200)).json()["items"]
    item = next(each for each in items if each["case_id"] == case_id)
    assert item["priority"] >= 6
