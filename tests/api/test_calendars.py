"""A notice over HTTP: who may load one, what it would move, that it is taken once, how far it has come."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from redress.domain.calendar import add_working_days
from redress.domain.counting import CHINA
from redress.domain.tables import load_tables, shipped_notices
from tests.api.conftest import Desk, Json, Stack

ACCEPTANCE = "complaint.acceptance"


@pytest_asyncio.fixture(loop_scope="session")
async def administrator(changing_stack: Stack) -> Desk:
    return await changing_stack.desk("administrator")


@pytest_asyncio.fixture(loop_scope="session")
async def officer_here(changing_stack: Stack) -> Desk:
    return await changing_stack.desk("officer")


def notice(**changes: Any) -> Json:
    """The known notice of the year, and three of the next working days off besides."""
    today = datetime.now(CHINA).date()
    year = (today + timedelta(days=20)).year
    known = [each for each in shipped_notices() if each.year == year]
    off = set(known[-1].off if known else ())
    off |= {add_working_days(load_tables().calendar, today, n) for n in (2, 3, 4)}
    makeup = set(known[-1].makeup_workdays if known else ()) - off
    document = {
        "year": year,
        "published_on": today.isoformat(),
        "off": sorted(map(str, off)),
        "makeup_workdays": sorted(map(str, makeup)),
    }
    return {**document, **changes}


async def dry_run(desk: Desk, body: Json) -> Json:
    response = await desk.client.post(
        "/v1/calendars/dry-run", json=body, headers={"Authorization": f"Bearer {desk.token}"}
    )
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def clock(view: Json) -> Json:
    found: Json = next(each for each in view["clocks"] if each["key"] == ACCEPTANCE)
    return found


async def test_only_an_administrator_may(officer_here: Desk) -> None:
    for path in ("/v1/calendars", "/v1/calendars/dry-run"):
        response = await officer_here.post(path, notice())
        assert (response.status_code, response.json()["code"]) == (403, "not_administrator")


BAD: dict[str, tuple[Json, str, str]] = {
    "a day both off and worked": (
        {"makeup_workdays": notice()["off"][:1]},
        "makeup_workdays",
        "off_and_makeup",
    ),
    "a day out of its range": ({"off": ["2019-05-01"]}, "off", "outside_notice_year"),
    "an unknown field": ({"lunar": True}, "lunar", "unknown_field"),
    "an impossible date": ({"off": ["2026-02-30"]}, "off[0]", "impossible_date"),
    "an empty year": ({"off": []}, "off", "empty_notice"),
    "another notice of that day": (
        {"year": 2026, "published_on": "2025-11-04", "off": ["2026-10-01"], "makeup_workdays": []},
        "published_on",
        "contradicts_loaded",
    ),
    "an older one than is known": (
        {"year": 2026, "published_on": "2025-10-01", "off": ["2026-10-01"], "makeup_workdays": []},
        "published_on",
        "older_than_loaded",
    ),
}


@pytest.mark.parametrize(("change", "place", "code"), BAD.values(), ids=BAD)
async def test_a_bad_notice_is_refused_with_its_place_and_nothing_is_loaded(
    administrator: Desk, change: Json, place: str, code: str
) -> None:
    for path in ("/v1/calendars", "/v1/calendars/dry-run"):
        response = await administrator.post(path, notice(**change))
        assert (response.status_code, response.json()["code"]) == (422, "unusable_notice")
        assert (place, code) in [(each["field"], each["code"]) for each in response.json()["errors"]]
    shown = (await administrator.get("/v1/calendars")).json()
    assert shown["loaded"] == []


async def test_loading_needs_a_key_and_trying_it_does_not(administrator: Desk) -> None:
    headers = {"Authorization": f"Bearer {administrator.token}"}
    response = await administrator.client.post("/v1/calendars", json=notice(), headers=headers)
    assert (response.status_code, response.json()["code"]) == (428, "idempotency_key_required")


async def test_a_notice_moves_the_running_case_and_is_seen_everywhere(
    administrator: Desk, officer_here: Desk
) -> None:
    filed = await officer_here.file()
    before = clock(filed)
    tried, move = await _tried(administrator, filed["case_id"])
    assert (move["clock"], move["due_on_before"]) == (ACCEPTANCE, before["due_on"])
    assert (move["becomes_overdue"], move["saved"]) == (False, False)
    assert tried["next_cursor"] is None
    assert clock(await officer_here.view(filed["case_id"])) == before, "trying it changes nothing"

    key = str(uuid4())
    loaded = await administrator.post("/v1/calendars", notice(), key)
    assert loaded.status_code == 202, loaded.text
    revision = loaded.json()["revision"]
    again = await administrator.post("/v1/calendars", notice(), key)
    assert again.json() == loaded.json()
    other = await administrator.post("/v1/calendars", notice(source="another body"), key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    same = await administrator.post("/v1/calendars", notice())
    assert same.json()["revision"] == revision, "the same notice under another key is the same load"

    await _told(administrator, revision)
    job = (await administrator.get(f"/v1/jobs/{loaded.json()['job_id']}")).json()
    assert same.json()["job_id"] == job["job_id"]
    assert (job["kind"], job["state"], job["can_cancel"]) == ("calendar_load", "running", False)
    assert 1 <= job["done"] <= job["total"]
    held = await administrator.post(f"/v1/jobs/{job['job_id']}/cancel", {})
    assert (held.status_code, held.json()["code"]) == (409, "load_holds")
    view = await _moved(officer_here, filed["case_id"], before["due_on"])
    assert clock(view)["due_on"] == move["due_on_after"]
    assert clock(view)["calendar"].startswith(tried["calendar_after"])
    timeline = (await officer_here.get(f"/v1/complaints/{filed['case_id']}/timeline")).json()["items"]
    (adopted,) = [each["body"] for each in timeline if each["type"] == "tables_adopted"]
    assert adopted["calendar_before"].startswith(tried["calendar_before"])  # and days of the case's region
    assert adopted["reason"].startswith("notice:")
    (moved,) = [each["body"] for each in timeline if each["type"] == "clock_moved"]
    assert (moved["due_on_before"], moved["due_on_after"]) == (before["due_on"], move["due_on_after"])

    assert clock(await officer_here.file())["due_on"] == move["due_on_after"], "new cases count by it at once"
    explained = await administrator.client.post(
        "/v1/clocks/explain",
        json={"started_at": f"{datetime.now(CHINA).isoformat()}", "length": 7, "unit": "working_day"},
    )
    assert explained.json()["calendar"] == tried["calendar_after"]
    shown = (await administrator.get("/v1/calendars")).json()
    assert [each["revision"] for each in shown["loaded"]] == [revision]
    assert (await dry_run(administrator, notice()))["moves"] == []


async def _tried(desk: Desk, case_id: str) -> tuple[Json, Json]:
    """The dry run, as soon as the case is recorded, and its line for the case."""
    async with asyncio.timeout(30):
        while True:
            tried = await dry_run(desk, notice())
            for move in tried["moves"]:
                if move["case_id"] == case_id:
                    return tried, move
            await asyncio.sleep(0.05)


async def _told(desk: Desk, revision: int) -> None:
    async with asyncio.timeout(30):
        while True:
            response = await desk.get(f"/v1/calendars/{revision}/progress")
            if response.status_code == 200 and response.json()["rounds"] >= 1:
                assert response.json()["told"] >= 1
                return
            await asyncio.sleep(0.05)


async def _moved(desk: Desk, case_id: str, from_day: str) -> Json:
    async with asyncio.timeout(30):
        while True:
            view = await desk.view(case_id)
            if clock(view)["due_on"] != from_day:
                return view
            await asyncio.sleep(0.05)


async def test_a_shipped_notice_is_nothing_new(administrator: Desk) -> None:
    shipped = next(each for each in reversed(shipped_notices()) if each.year == 2020)
    body = {
        "year": 2020,
        "published_on": str(shipped.published_on),
        "off": list(map(str, shipped.off)),
        "makeup_workdays": list(map(str, shipped.makeup_workdays)),
        "source": shipped.source,
        "basis": shipped.basis,
    }
    response = await administrator.post("/v1/calendars", body)
    assert (response.status_code, response.json()["revision"]) == (202, None), response.text


async def test_there_is_no_progress_of_a_load_that_never_was(administrator: Desk) -> None:
    response = await administrator.get("/v1/calendars/999/progress")
    assert (response.status_code, response.json()["code"]) == (404, "no_such_load")


async def test_a_cursor_that_is_not_ours(administrator: Desk) -> None:
    response = await administrator.client.post(
        "/v1/calendars/dry-run",
        params={"cursor": "x"},
        content=json.dumps(notice(source="once more")),
        headers={"Authorization": f"Bearer {administrator.token}"},
    )
    assert (response.status_code, response.json()["code"]) == (422, "invalid_cursor")
