"""Virtual time over HTTP: deadlines come and go in a moment, each on its day."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from api.app import create_app
from api.http.virtual_time import jump, time_of
from redress.domain.calendar import add_working_days
from redress.domain.tables import load_tables
from tests.api.conftest import Desk, Json, Stack, serving, working
from tests.api.wire import Wire, impatient
from tests.servers import fresh_id


async def _forward(desk: Desk, case_id: str, body: Json, key: str | None = None) -> Json:
    response = await desk.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", body, key)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def _moment(view: Json) -> datetime:
    return datetime.fromisoformat(view["now"])


async def test_working_days_lead_over_the_weekend_to_the_same_time_of_day(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    before = await officer.view(case_id)
    after = await _forward(officer, case_id, {"working_days": 6})
    expected = add_working_days(load_tables().calendar, _moment(before).date(), 6)
    assert expected - _moment(before).date() > timedelta(days=6)
    assert _moment(after).date() == expected
    assert (_moment(after) - _moment(before)) % timedelta(days=1) < timedelta(minutes=1)


async def test_a_missed_deadline_is_breached_on_its_day_and_escalated(officer: Desk) -> None:
    filed = await officer.file()
    due_at = datetime.fromisoformat(filed["clocks"][0]["due_at"])
    view = await _forward(officer, filed["case_id"], {"until": (due_at + timedelta(hours=9)).isoformat()})
    assert view["clocks"][0]["state"] == "breached"
    assert view["overdue"] is True
    items = (await officer.get(f"/v1/complaints/{filed['case_id']}/timeline")).json()["items"]
    [breach] = [each for each in items if each["type"] == "clock_breached"]
    assert timedelta() <= datetime.fromisoformat(breach["at"]) - due_at < timedelta(minutes=1)
    assert "escalated" in {each["type"] for each in items}
    listed = (await officer.get("/v1/complaints", q=filed["case_number"])).json()["items"]
    assert [each["overdue"] for each in listed] == [True]
    assert (await officer.view(filed["case_id"]))["version"] == view["version"]


async def test_the_same_jump_twice_is_one(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    key = str(uuid4())
    first = await _forward(officer, case_id, {"working_days": 2}, key)
    again = await _forward(officer, case_id, {"working_days": 2}, key)
    assert _moment(again) - _moment(first) < timedelta(minutes=1)


async def test_a_jump_into_the_archive_is_answered_again_under_its_key(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    await officer.acted(case_id, {"type": "withdraw"})
    await officer.acted(case_id, {"type": "conclude", "outcome": "withdrawn"})
    await officer.acted(case_id, {"type": "give_feedback", "method": "phone", "text": "已撤回"})
    await _forward(officer, case_id, {"working_days": 4})
    callback = await stack.desk("callback")
    await callback.acted(case_id, {"type": "record_callback", "result": "reached", "satisfaction": 4})
    await officer.acted(case_id, {"type": "close"})
    key = str(uuid4())
    for _ in range(2):
        view = await _forward(officer, case_id, {"working_days": 60}, key)
        assert view["stage"] == "archived"
    path = f"/v1/rehearsal/complaints/{case_id}/fast-forward"
    late = await officer.post(path, {"working_days": 1})
    assert (late.status_code, late.json()["code"]) == (409, "archived")


async def test_jumps_of_one_case_at_the_same_moment_all_arrive(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    client = await stack.app.state.services.engine.client()
    begun = await time_of(client, case_id)

    async def arrives(days: int) -> None:
        await jump(client, case_id, begun + timedelta(days=days), timedelta(seconds=20))
        assert await time_of(client, case_id) >= begun + timedelta(days=days)

    await asyncio.gather(*(arrives(days) for days in (20, 5, 12, 19, 3)))
    items = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    assert [each["seq"] for each in items] == list(range(1, len(items) + 1))


async def test_what_happens_after_a_jump_happens_in_the_new_present(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    there = await _forward(officer, case_id, {"working_days": 1})
    view = await officer.acted(case_id, {"type": "accept"})
    assert _moment(view) >= _moment(there)
    items = (await officer.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    assert datetime.fromisoformat(items[-1]["at"]) >= _moment(there)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_body"),
        ({"working_days": 1, "until": "2199-01-01T00:00:00+08:00"}, "invalid_body"),
        ({"working_days": "1"}, "invalid_body"),
        ({"until": "2027-01-01T00:00:00"}, "invalid_body"),
        ({"working_days": 0}, "not_forward"),
        ({"working_days": 2_000_000}, "not_forward"),
        ({"until": "2020-01-01T00:00:00+08:00"}, "not_forward"),
        ({"until": "2199-01-01T00:00:00+08:00"}, "not_forward"),
    ],
)
async def test_a_jump_leads_forward_and_not_out_of_sight(officer: Desk, body: Json, code: str) -> None:
    case_id = (await officer.file())["case_id"]
    response = await officer.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", body)
    assert (response.status_code, response.json()["code"]) == (422, code)


async def test_real_time_is_not_fast_forwarded(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    async with serving(create_app(stack.settings.model_copy(update={"rehearsal": False}))) as client:
        desk = Desk(client, officer.token, officer.person, officer.office)
        response = await desk.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 1})
    assert (response.status_code, response.json()["code"]) == (404, "not_in_rehearsal")


async def test_a_step_that_cannot_be_recorded_holds_the_jump_and_is_named(
    officer: Desk, stack: Stack
) -> None:
    async with Wire.to(stack.database.worker_url) as wire:
        settings = wire.lead(stack.settings, "database_worker_url", case_task_queue=fresh_id("case"))
        app = create_app(settings)
        async with serving(app) as client, working(settings):
            desk = Desk(client, officer.token, officer.person, officer.office)
            case_id = (await desk.file())["case_id"]
            await desk.acted(case_id, {"type": "add_note", "text": "一切正常"})
            await wire.cut()
            impatient(app)
            waiting = await desk.act(case_id, {"type": "accept"}, "held")
            assert waiting.json()["code"] == "engine_busy"
            held = await desk.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 1})
            while held.json()["code"] == "engine_busy":  # still tried as a local activity
                held = await desk.post(
                    f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 1}
                )
            assert (held.status_code, held.json()["code"]) == (409, "jump_held")
            assert held.json()["detail"] == "record"
            await wire.mend()
            while (answer := await desk.act(case_id, {"type": "accept"}, "held")).status_code == 503:
                assert answer.json()["code"] == "engine_busy"
            assert answer.status_code == 200
            assert (await _forward(desk, case_id, {"working_days": 1}))["stage"] == "accepted"
