"""`redress calendar load` against a real installation: tried, loaded, refused."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from redress.domain.calendar import add_working_days
from redress.domain.counting import CHINA
from redress.domain.tables import load_tables, shipped_notices
from tests.cli.commands import Ran, redress
from tests.cli.conftest import Installation

pytestmark = pytest.mark.timeout(400)


def as_administrator(installation: Installation, *arguments: str) -> Ran:
    return redress(*arguments, environment=installation.environment("administrator"))


def notice() -> dict[str, Any]:
    """The known notice of a year, and three of the next working days off besides."""
    today = datetime.now(UTC).astimezone(CHINA).date()
    year = (today + timedelta(days=20)).year
    known = [each for each in shipped_notices() if each.year == year]
    off = set(known[-1].off if known else ()) 
    off |= {add_working_days(load_tables().calendar, today, n) for n in (2, 3, 4)}
    makeup = set(known[-1].makeup_workdays if known else ()) - off
    return {
        "year": year,
        "published_on": today.isoformat(),
        "off": sorted(map(str, off)),
        "makeup_workdays": sorted(map(str, makeup)),
    }


@pytest.fixture
def notice_file(tmp_path: Path) -> Path:
    path = tmp_path / "notice.json"
    path.write_text(json.dumps(notice()), encoding="utf-8")
    return path


def tried(installation: Installation, path: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The moves and the sums of a dry run."""
    ended = as_administrator(installation, "calendar", "load", str(path), "--dry-run", "--json")
    assert ended.code == 0, ended.err
    *moves, sums = [json.loads(line) for line in ended.out.splitlines()]
    return moves, sums


def test_it_is_tried_then_loaded_and_its_progress_is_told(
    demonstration: Installation, notice_file: Path
) -> None:
    filed = redress(
        "case", "file", "-", "--json",
        given=json.dumps({"channel": "phone", "facts": "买来的水壶漏水。"}).encode(),
        environment=demonstration.environment("officer"),
    )  # fmt: skip
    assert filed.code == 0, filed.err
    case_id = json.loads(filed.out)["case_id"]
    moves, sums = tried(demonstration, notice_file)
    while case_id not in {move["case_id"] for move in moves}:
        moves, sums = tried(demonstration, notice_file)
    assert sums["moved"] == len(moves)
    (move,) = [move for move in moves if move["case_id"] == case_id]
    assert move["due_on_before"] < move["due_on_after"]
    in_words = as_administrator(demonstration, "calendar", "load", str(notice_file), "--dry-run").out
    assert f"{move['due_on_before']} → {move['due_on_after']}" in in_words
    loaded = as_administrator(demonstration, "calendar", "load", str(notice_file), "--json")
    assert loaded.code == 0, loaded.err
    revision = json.loads(loaded.out)["revision"]
    give_up_at = time.monotonic() + 60
    while True:
        found = as_administrator(demonstration, "calendar", "progress", str(revision), "--json")
        assert found.code == 0, found.err
        if json.loads(found.out)["rounds"] >= 1:
            break
        assert time.monotonic() < give_up_at, found.out
    assert json.loads(found.out)["told"] > 0
    while tried(demonstration, notice_file)[1]["moved"]:
        assert time.monotonic() < give_up_at, "every case that was told has recorded its new dates"


def test_a_bad_notice_is_unusable_input_with_place_and_reason(
    demonstration: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({**notice(), "makeup_workdays": notice()["off"][:1]}), encoding="utf-8")
    ended = as_administrator(demonstration, "calendar", "load", str(path), "--dry-run")
    assert ended.code == 2
    assert "makeup_workdays" in ended.err
    assert "既列为休息日又列为上班日" in ended.err


def test_only_an_administrator_loads(demonstration: Installation, notice_file: Path) -> None:
    ended = redress(
        "calendar", "load", str(notice_file), environment=demonstration.environment("officer")
    )
    assert (ended.code, "not_administrator" in ended.err) == (1, True)
