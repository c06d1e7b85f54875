"""`redress profile load` and a region's days against a real installation: tried, loaded, shown, refused."""

import json
import re
import time
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from redress.domain.counting import CHINA
from tests.cli.commands import Ran, redress
from tests.cli.conftest import Installation

pytestmark = pytest.mark.timeout(400)

PROFILES = files("redress.domain").joinpath("profiles")
SHIPPED = PROFILES.joinpath("samr-121.toml").read_text("utf-8")
DESK = PROFILES.joinpath("ecommerce-desk.toml").read_text("utf-8")
FROM = "valid_from = 2026-04-15\n"


def as_administrator(installation: Installation, *arguments: str, given: bytes = b"") -> Ran:
    return redress(*arguments, given=given, environment=installation.environment("administrator"))


def answered(ended: Ran) -> Any:
    assert ended.code == 0, ended.err
    return json.loads(ended.out.splitlines()[-1])


def test_what_takes_running_clocks_over_is_tried(demonstration: Installation) -> None:
    filed = redress(
        "case", "file", "-", "--json",
        given=json.dumps({"channel": "phone", "facts": "买来的风扇不转。"}).encode(),
        environment=demonstration.environment("officer"),
    )  # fmt: skip
    case_id = answered(filed)["case_id"]
    text = SHIPPED.replace(FROM, f"{FROM}migrate_running = true\n").replace("length = 7", "length = 6", 1)
    give_up_at = time.monotonic() + 60
    while True:
        ended = as_administrator(
            demonstration, "profile", "load", "-", "--dry-run", "--json", given=text.encode()
        )
        assert ended.code == 0, ended.err
        *moves, sums = [json.loads(line) for line in ended.out.splitlines()]
        if case_id in {move["case_id"] for move in moves}:
            break
        assert time.monotonic() < give_up_at, ended.out
    assert (sums["profile"], sums["moved"]) == ("samr-121", len(moves))
    assert "samr-121" in sums["takes_over"]
    (move,) = [move for move in moves if move["case_id"] == case_id and move["clock"].endswith("acceptance")]
    assert move["due_on_after"] < move["due_on_before"]
    shorter = SHIPPED.replace("length = 7", "length = 6", 1).encode()
    kept = as_administrator(demonstration, "profile", "load", "-", "--dry-run", given=shorter)
    assert "在办期限仍按原版本" in kept.out


def test_a_tenants_profile_is_loaded_with_its_numbers_and_shown(
    demonstration: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(DESK, encoding="utf-8")
    names = sorted(frozenset(re.findall(r'number = "([^"]+)"', DESK)))
    numbers = [part for name in names for part in ("--number", f"{name}=4")]
    lacking = as_administrator(demonstration, "profile", "load", str(path))
    assert lacking.code == 2
    assert names[0] in lacking.err
    loaded = answered(as_administrator(demonstration, "profile", "load", str(path), *numbers, "--json"))
    assert loaded["profile"] == f"ecommerce-desk@{loaded['revision']}"
    listed = answered(as_administrator(demonstration, "profile", "list", "--json"))
    assert loaded["profile"] in [each["id"] for each in listed]
    assert "samr-121" in [each["id"] for each in listed]
    shown = answered(as_administrator(demonstration, "profile", "show", "ecommerce-desk", "--json"))
    assert shown["id"] == loaded["profile"]
    assert {period["length"] for rule in shown["clocks"] for period in rule["sources"]} >= {4}
    give_up_at = time.monotonic() + 60
    while True:
        asked = ("profile", "progress", str(loaded["revision"]), "--json")
        if answered(as_administrator(demonstration, *asked))["rounds"] >= 1:
            break
        assert time.monotonic() < give_up_at


BAD_PROFILES = {
    "an unknown unit": (SHIPPED.replace('"working_day"', '"moon"', 1), "clock[0].sources", "moon"),
    "no law after a day": (SHIPPED.replace(FROM, f"{FROM}valid_to = 2126-12-31\n"), "valid_to", "没有法规"),
    "a running clock without a law": (
        SHIPPED.replace(FROM, f"{FROM}migrate_running = true\n").replace(
            'key = "complaint.acceptance"', 'key = "complaint.taking"'
        ),
        "clock", "complaint.acceptance",
    ),
    "an impossible date": (SHIPPED.replace(FROM, 'valid_from = "2026-02-30"\n'), "valid_from", "2026-02-30"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "reason"), BAD_PROFILES.values(), ids=BAD_PROFILES)
def test_a_bad_profile_is_unusable_input_with_line_place_and_reason(
    demonstration: Installation, text: str, place: str, reason: str
) -> None:
    ended = as_administrator(demonstration, "profile", "load", "-", given=text.encode())
    assert ended.code == 2
    assert place in ended.err
    assert reason in ended.err
    assert "第 " in ended.err


def tomorrow() -> str:
    return str((datetime.now(UTC) + timedelta(days=1)).astimezone(CHINA).date())


def region(**changes: Any) -> bytes:
    today = str(datetime.now(UTC).astimezone(CHINA).date())
    days = {"code": "YS", "published_on": today, "office": "yunzhou", "off": [tomorrow()]}
    return json.dumps(days | changes).encode()


def test_a_regions_days_are_tried_loaded_and_listed(demonstration: Installation) -> None:
    listed = answered(as_administrator(demonstration, "case", "list", "--json"))
    office = listed["items"][0]["office"]
    days = region(office=office)
    tried = as_administrator(demonstration, "calendar", "load", "-", "--dry-run", "--json", given=days)
    assert answered(tried)["calendar_after"].endswith("+YS")
    loaded = answered(as_administrator(demonstration, "calendar", "load", "-", "--json", given=days))
    assert (loaded["code"], loaded["office"]) == ("YS", office)
    shown = answered(as_administrator(demonstration, "calendar", "list", "--json"))
    assert [each["version"] for each in shown["overlays"]] == [loaded["version"]]
    assert "+YS" in as_administrator(demonstration, "calendar", "list").out


NOTICE = {"year": 2026, "published_on": "2026-03-22", "off": ["2026-10-01"], "makeup_workdays": []}
BAD_CALENDARS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a day both off and worked": (
        NOTICE | {"makeup_workdays": ["2026-10-01"]}, "makeup_workdays", "2026-10-01",
    ),
    "out of its range": (NOTICE | {"off": ["2019-05-01"]}, "off", "2019-05-01"),
    "an unknown field": (NOTICE | {"lunar": 1}, "lunar", "lunar"),
    "an impossible date": (NOTICE | {"off": ["2026-02-30"]}, "off[0]", "2026-02-30"),
    "a contradicted year": (NOTICE | {"published_on": "2025-11-04"}, "published_on", "2025-11-04"),
    "an office that is none": (json.loads(region(code="NO")), "office", "yunzhou"),
    "a region's day both off and worked": (
        json.loads(region(code="NO", makeup_workdays=[tomorrow()])), "makeup_workdays", tomorrow(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "place", "reason"), BAD_CALENDARS.values(), ids=BAD_CALENDARS)
def test_a_bad_notice_or_region_is_unusable_input_with_place_and_reason(
    demonstration: Installation, body: dict[str, Any], place: str, reason: str
) -> None:
    given = json.dumps(body).encode()
    for more in ((), ("--dry-run",)):
        ended = as_administrator(demonstration, "calendar", "load", "-", *more, given=given)
        assert ended.code == 2
        assert f"{place}:" in ended.err
        assert reason in ended.err
