"""A profile over HTTP: who may load one, what it would move, what is refused, how running cases take it."""

import asyncio
import re
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from redress.domain.counting import CHINA
from redress.persistence.demo_offices import QINGHE
from tests.api.conftest import Desk, Json, Stack
from tests.console.conftest import somebody

ACCEPTANCE, MEDIATION = "complaint.acceptance", "complaint.mediation"
SHIPPED = files("redress.domain").joinpath("profiles", "samr-121.toml").read_text("utf-8")
HEAD = 'valid_from = 2026-04-15\n'


@pytest_asyncio.fixture(loop_scope="session")
async def administrator(changing_stack: Stack) -> Desk:
    return await changing_stack.desk("administrator")


@pytest_asyncio.fixture(loop_scope="session")
async def officer_here(changing_stack: Stack) -> Desk:
    return await changing_stack.desk("officer")


def toml(acceptance: int = 7, mediation: int = 60, *, migrate: bool = False, note: str = "") -> str:
    """samr-121 with other lengths of two clocks."""
    text = _length(_length(SHIPPED, ACCEPTANCE, acceptance), MEDIATION, mediation)
    return text.replace(HEAD, HEAD + ("migrate_running = true\n" if migrate else "") + note, 1)


def _length(text: str, key: str, length: int) -> str:
    start = text.index(f'key = "{key}"')
    return text[:start] + re.sub(r"length = \d+", f"length = {length}", text[start:], count=1)


def named(name: str, text: str = SHIPPED) -> str:
    return text.replace('id = "samr-121"', f'id = "{name}"', 1)


async def tried(desk: Desk, text: str) -> Json:
    response = await desk.client.post(
        "/v1/profiles/dry-run", json={"toml": text}, headers={"Authorization": f"Bearer {desk.token}"}
    )
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def clock(view: Json, key: str = ACCEPTANCE) -> Json:
    found: Json = next(each for each in view["clocks"] if each["key"] == key)
    return found


async def until(desk: Desk, case_id: str, profile: str, key: str = ACCEPTANCE) -> Json:
    async with asyncio.timeout(30):
        while True:
            view = await desk.view(case_id)
            if clock(view, key)["profile"] == profile:
                return view
            await asyncio.sleep(0.05)


async def adopted(desk: Desk, case_id: str, reason: str) -> Json:
    """The case's entry that it took the load of that reason."""
    async with asyncio.timeout(30):
        while True:
            timeline = (await desk.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
            for each in timeline:
                if each["type"] == "tables_adopted" and each["body"]["reason"] == reason:
                    found: Json = each["body"]
                    return found
            await asyncio.sleep(0.05)


async def recorded(desk: Desk, case_id: str) -> None:
    """Only a recorded case is told in the first round."""
    async with asyncio.timeout(30):
        while True:
            if case_id in (await desk.get("/v1/complaints?limit=200")).text:
                return
            await asyncio.sleep(0.05)


async def loaded_ids(desk: Desk) -> list[str]:
    items = (await desk.get("/v1/profiles")).json()["items"]
    return [each["id"] for each in items if each["revision"]]


async def test_only_an_administrator_may(officer_here: Desk) -> None:
    for path in ("/v1/profiles", "/v1/profiles/dry-run"):
        response = await officer_here.post(path, {"toml": toml(9)})
        assert (response.status_code, response.json()["code"]) == (403, "not_administrator")


BAD: dict[str, tuple[Any, str, str]] = {
    "no TOML": ({"toml": "= ="}, "", "not_toml"),
    "TOML too deep to read": ({"toml": "x = " + "[" * 5000}, "", "not_toml"),
    "no text": ({}, "toml", "missing"),
    "another field": ({"toml": toml(), "lunar": 1}, "lunar", "unknown_field"),
    "a number that is none": ({"toml": toml(), "numbers": {"days": "x"}}, "numbers.days", "not_a_number"),
    "a number that nothing needs": ({"toml": toml(), "numbers": {"days": 3}}, "", "unused_number"),
    "an unknown field": ({"toml": toml(note='lunar = "x"\n')}, "lunar", "unknown_field"),
    "an impossible date": (
        {"toml": toml().replace(HEAD, 'valid_from = "2026-02-30"\n')}, "valid_from", "impossible_date"
    ),
    "an unknown unit": (
        {"toml": toml().replace('unit = "working_day"', 'unit = "moon"', 1)}, "clock[0].sources[0].unit",
        "unknown_value",
    ),
    "a missing article": (
        {"toml": toml().replace('article = "art.15"\n', "", 1)}, "clock[0].article", "missing_article"
    ),
    "an id that is none": ({"toml": named("samr@9")}, "id", "impossible_id"),
    "two laws on a day": ({"toml": named("samr-122")}, "valid_from", "overlaps"),
    "days without a law": (
        {"toml": toml().replace(HEAD, "valid_from = 2026-05-15\n")}, "valid_from", "gap"
    ),
    "what takes over before it is in force": (
        {"toml": named("samr-199", toml(migrate=True)).replace(HEAD, "valid_from = 2126-05-15\n")},
        "migrate_running", "not_yet_in_force",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "place", "code"), BAD.values(), ids=BAD)
async def test_a_bad_profile_is_refused_with_its_place_and_nothing_is_loaded(
    administrator: Desk, body: Json, place: str, code: str
) -> None:
    before = await loaded_ids(administrator)
    for path in ("/v1/profiles", "/v1/profiles/dry-run"):
        response = await administrator.post(path, body)
        assert (response.status_code, response.json()["code"]) == (422, "unusable_profile"), response.text
        assert (place, code) in [(each["field"], each["code"]) for each in response.json()["errors"]]
    assert await loaded_ids(administrator) == before


async def test_a_running_clock_is_not_left_without_a_law(administrator: Desk, officer_here: Desk) -> None:
    """A key that a running clock needs, the end of the regime, another regime: each with place and reason."""
    await officer_here.file()
    text = toml(migrate=True)
    first, second = (text.index(f'[[clock]]\nkey = "{key}"') for key in (ACCEPTANCE, MEDIATION))
    cases = {
        ("clock", "running_clock_lost"): text[:first] + text[second:],
        ("valid_to", "no_law_after"): toml(note="valid_to = 2126-12-31\n"),
        ("regime", "regime_changed"): toml().replace('regime = "samr"', 'regime = "samr-2"'),
    }
    before = await loaded_ids(administrator)
    for wanted, body in cases.items():
        await _refused_in_a_dry_run(administrator, body, wanted[1])
        response = await administrator.post("/v1/profiles", {"toml": body})
        assert (response.status_code, response.json()["code"]) == (422, "unusable_profile"), response.text
        (error,) = [each for each in response.json()["errors"] if each["code"] == wanted[1]]
        assert error["field"] == wanted[0]
        assert error["message_en"].startswith("line ")
    assert await loaded_ids(administrator) == before


async def _refused_in_a_dry_run(desk: Desk, text: str, code: str) -> None:
    """As soon as the case is recorded."""
    async with asyncio.timeout(30):
        while True:
            response = await desk.post("/v1/profiles/dry-run", {"toml": text})
            if code in [each["code"] for each in response.json().get("errors", [])]:
                return
            await asyncio.sleep(0.05)


async def test_a_version_reaches_the_running_case_for_the_clocks_to_come(
    administrator: Desk, officer_here: Desk
) -> None:
    filed = await officer_here.file()
    case_id, before = filed["case_id"], clock(filed)
    await recorded(officer_here, case_id)
    text = toml(acceptance=9, mediation=45)
    effect = await tried(administrator, text)
    assert (effect["replaces"], effect["takes_over"], effect["moves"]) == ("samr-121", [], [])

    key = str(uuid4())
    loaded = await administrator.post("/v1/profiles", {"toml": text}, key)
    assert loaded.status_code == 202, loaded.text
    revision = loaded.json()["revision"]
    assert loaded.json()["profile"] == f"samr-121@{revision}"
    assert (await administrator.post("/v1/profiles", {"toml": text}, key)).json() == loaded.json()
    same = await administrator.post("/v1/profiles", {"toml": text})
    assert same.json() == loaded.json(), "the same file under another key is the same load"

    entry = await adopted(officer_here, case_id, f"profile:samr-121@{revision}")
    assert entry["taken_over"] == []
    assert clock(await officer_here.view(case_id)) == before | {
        "state": clock(await officer_here.view(case_id))["state"]
    }
    await officer_here.acted(case_id, {"type": "accept"})
    mediation = clock(await officer_here.view(case_id), MEDIATION)
    assert mediation["profile"] == f"samr-121@{revision}"
    explained = (await officer_here.get(f"/v1/complaints/{case_id}/clocks/{MEDIATION}/explanation")).json()
    assert (explained["profile"], explained["length"]) == (f"samr-121@{revision}", 45)

    new = clock(await officer_here.file())
    assert new["profile"] == f"samr-121@{revision}"
    question = {"started_at": new["started_at"], "length": 9, "unit": "working_day"}
    asked = await administrator.client.post("/v1/clocks/explain", json=question)
    assert new["due_on"] == asked.json()["due_on"]


async def test_one_that_takes_running_clocks_over_moves_them_as_it_was_tried(
    administrator: Desk, officer_here: Desk
) -> None:
    filed = await officer_here.file()
    case_id, before = filed["case_id"], clock(filed)
    text = toml(acceptance=4, migrate=True)
    async with asyncio.timeout(30):
        while True:
            effect = await tried(administrator, text)
            moves = [each for each in effect["moves"] if each["case_id"] == case_id]
            if moves:
                break
            await asyncio.sleep(0.05)
    (move,) = moves
    assert (move["clock"], move["due_on_before"]) == (ACCEPTANCE, before["due_on"])
    assert (move["becomes_overdue"], move["saved"]) == (False, False)
    assert before["profile"] in effect["takes_over"]

    loaded = (await administrator.post("/v1/profiles", {"toml": text})).json()
    view = await until(officer_here, case_id, loaded["profile"])
    assert clock(view)["due_on"] == move["due_on_after"]
    entry = await adopted(officer_here, case_id, f"profile:{loaded['profile']}")
    assert {"clock": ACCEPTANCE, "profile_before": before["profile"], "profile_after": loaded["profile"]} in (
        entry["taken_over"]
    )
    timeline = (await officer_here.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    moved = [each["body"] for each in timeline if each["type"] == "clock_moved"]
    assert (moved[-1]["due_on_before"], moved[-1]["due_on_after"]) == (
        move["due_on_before"], move["due_on_after"],
    )  # fmt: skip
    progress = await administrator.get(f"/v1/profiles/{loaded['revision']}/progress")
    assert progress.json()["revision"] == loaded["revision"]
    items = (await administrator.get("/v1/profiles")).json()["items"]
    current = {each["id"] for each in items if each["current"]}
    assert loaded["profile"] in current
    assert not current & {"samr-121", before["profile"]}


async def test_regional_days_and_profiles_are_one_order_of_revisions(
    administrator: Desk, officer_here: Desk
) -> None:
    """A case that takes the later load has the earlier one with it; so has one that is filed after both."""
    running = (await officer_here.file())["case_id"]
    await recorded(officer_here, running)
    first = (await administrator.post("/v1/profiles", {"toml": toml(acceptance=5, migrate=True)})).json()
    days = {
        "code": "QH",
        "published_on": str(datetime.now(CHINA).date()),
        "office": QINGHE,
        "off": [str(datetime.now(CHINA).date() + timedelta(days=1))],
    }
    response = await administrator.post("/v1/calendars", days)
    assert response.status_code == 202, response.text
    second = response.json()
    assert second["revision"] > first["revision"]
    await adopted(officer_here, running, f"overlay:QH@{days['published_on']}")
    old, new = clock(await officer_here.view(running)), clock(await officer_here.file())
    assert old["profile"] == new["profile"] == first["profile"]
    assert old["calendar"] == new["calendar"] == second["version"]
    assert second["version"].endswith("+QH")
    assert old["due_on"] == new["due_on"]


async def test_what_is_shipped_and_was_never_changed_is_nothing_new(changing_stack: Stack) -> None:
    desk = await changing_stack.desk("administrator")
    text = files("redress.domain").joinpath("profiles", "reward-2021.toml").read_text("utf-8")
    response = await desk.post("/v1/profiles", {"toml": text})
    assert (response.status_code, response.json()) == (202, {"revision": None, "profile": "reward-2021"})


async def test_a_tenants_numbers_are_kept_with_the_profile(changing_stack: Stack) -> None:
    desk = await changing_stack.desk("administrator")
    text = files("redress.domain").joinpath("profiles", "ecommerce-desk.toml").read_text("utf-8")
    names = sorted(frozenset(re.findall(r'number = "([^"]+)"', text)))
    lacking = await desk.post("/v1/profiles", {"toml": text})
    assert {each["code"] for each in lacking.json()["errors"]} == {"needs_number"}
    numbers = dict.fromkeys(names, 5)
    loaded = await desk.post("/v1/profiles", {"toml": text, "numbers": numbers})
    assert loaded.status_code == 202, loaded.text
    items = (await desk.get("/v1/profiles")).json()["items"]
    (kept,) = [each for each in items if each["id"] == loaded.json()["profile"]]
    assert (kept["numbers"], kept["toml"]) == (numbers, text)


async def test_a_page_loads_what_was_tried_on_it(changing_stack: Stack) -> None:
    text = files("redress.domain").joinpath("profiles", "ecommerce-desk.toml").read_text("utf-8")
    numbers = dict.fromkeys(re.findall(r'number = "([^"]+)"', text), 6)
    lines = "\r\n".join(f"{name} = {days}" for name, days in numbers.items())
    async with somebody(changing_stack.app) as person:
        await person.sign_in("administrator", changing_stack.passwords["administrator"])
        tried = await person.send(
            await person.get("/admin/profiles"), "/dry-run", toml=text, numbers=lines
        )
        job = await person.send(tried, "/admin/profiles")
        assert (job.status_code, job.url.path.startswith("/jobs/")) == (200, True)
        assert "载入" in (await person.get("/admin/profiles")).text
        again = await person.send(tried, "/admin/profiles")
        assert again.url.path == job.url.path
    desk = await changing_stack.desk("administrator")
    items = (await desk.get("/v1/profiles")).json()["items"]
    (current,) = [each for each in items if each["id"].startswith("ecommerce-desk") and each["current"]]
    assert current["numbers"] == numbers
