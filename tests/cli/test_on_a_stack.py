"""The commands against a real installation: the demonstration, the import killed half-way, the audit."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.demo.plan import stories
from cli.demo.walk import Walked, beginning, walk_all
from tests.cli.commands import Ran, redress
from tests.cli.conftest import Installation

pytestmark = pytest.mark.timeout(400)

SAMPLE = Path(__file__).parents[2] / "cli" / "samples" / "cfpb" / "consumer_complaints.csv"


def as_user(installation: Installation, username: str, *arguments: str) -> Ran:
    return redress(*arguments, environment=installation.environment(username))


def shown(ended: Ran) -> dict[str, Any]:
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def listed(installation: Installation, *filters: str) -> list[dict[str, Any]]:
    """Every case, page by page."""
    items: list[dict[str, Any]] = []
    following: list[str] = []
    while True:
        page = shown(as_user(installation, "officer", "case", "list", "--limit", "60", "--json", *following))
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        following = ["--cursor", page["next_cursor"]]


def walked_again(installation: Installation) -> dict[str, Walked]:
    """The stories once more under the same keys, as a second start walks them."""
    passwords = json.loads((installation.folder / "secrets" / "passwords.json").read_text("utf-8"))
    begun = beginning(installation.folder / "demonstration.json", datetime.now(UTC))
    walked = asyncio.run(walk_all(installation.url, passwords, begun, lambda _: None))
    return {each.story.name: each for each in walked}


def test_reports_and_inquiries_are_taken_in_from_a_shell(demonstration: Installation, tmp_path: Path) -> None:
    report, inquiry = tmp_path / "report.json", tmp_path / "inquiry.json"
    report.write_text(json.dumps({"channel": "phone", "facts": "无照经营"}), encoding="utf-8")
    asked = {"channel": "phone", "question": "几天内答复?", "answer": "七个工作日。"}
    inquiry.write_text(json.dumps(asked), encoding="utf-8")
    filed = shown(as_user(demonstration, "intake", "report", "file", str(report), "--json"))
    assert filed["open_items"] == ["respondents"]
    again = as_user(demonstration, "intake", "report", "file", str(report))
    assert "查询码" in again.out
    items = shown(as_user(demonstration, "intake", "report", "list", "--json"))["items"]
    assert filed["case_id"] in {item["case_id"] for item in items}
    recorded = shown(as_user(demonstration, "intake", "inquiry", "record", str(inquiry), "--json"))
    assert recorded["inquiry_id"] in as_user(demonstration, "intake", "inquiry", "list").out
    refused = as_user(demonstration, "auditor", "inquiry", "record", str(inquiry))
    assert refused.code == 1


def test_every_demonstration_case_ended_as_its_story_tells_and_none_is_filed_twice(
    demonstration: Installation,
) -> None:
    before = {item["case_id"] for item in listed(demonstration)}
    walked = walked_again(demonstration)
    assert {item["case_id"] for item in listed(demonstration)} == before
    assert walked.keys() == {story.name for story in stories()}
    for each in walked.values():
        view = shown(as_user(demonstration, "officer", "case", "show", each.case_id, "--json"))
        over = "outcome" in each.story.ends
        # a notice that another test loads into this installation may save what was missed
        told = {name: said for name, said in each.story.ends.items() if over or name != "overdue"}
        assert {name: view[name] for name in told} == told
        assert (view["closed_at"] is not None) == over
        assert (view["callback"] is not None) == over
        assert not (over and view["overdue"])


def test_the_clue_is_still_being_verified_when_the_complaint_has_ended(demonstration: Installation) -> None:
    (clue,) = [item for item in listed(demonstration) if item["matter"] == "clue"]
    view = shown(as_user(demonstration, "officer", "case", "show", clue["case_id"], "--json"))
    assert view["stage"] == "checking"
    assert [(clock["key"], clock["state"]) for clock in view["clocks"]] == [("clue.verification", "running")]
    explained = shown(
        as_user(demonstration, "officer", "case", "explain", clue["case_id"], "clue.verification", "--json")
    )
    assert explained["length"] == 15


def test_the_appraisal_stopped_the_sixty_days_of_the_washing_machine(demonstration: Installation) -> None:
    case_id = walked_again(demonstration)["2-washing-machine"].case_id
    events = shown(as_user(demonstration, "officer", "case", "timeline", case_id, "--json"))["items"]
    kinds = [event["type"] for event in events]
    assert kinds.index("clock_suspended") < kinds.index("clock_resumed")
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


def test_refusals_bad_input_and_unknown_cases_have_their_exit_codes(demonstration: Installation) -> None:
    case_id = walked_again(demonstration)["4-too-late"].case_id
    for code, arguments in (
        (1, ("case", "act", case_id, "accept")),
        (1, ("case", "show", "no-such-case")),
        (1, ("case", "show", "00000000-0000-7000-8000-000000000000")),
        (2, ("case", "act", case_id, "add_note", "--json", '{"text": 5}')),
        (2, ("case", "act", case_id, "add_note", "--json", '{"text": "x", "more": 1}')),
        (2, ("case", "act", case_id, "no_such_command")),
        (2, ("case", "list", "--stage", "nowhere")),
    ):
        ended = as_user(demonstration, "officer", *arguments)
        assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1), (arguments, ended)
    wrong = redress(
        "case", "list", environment={**demonstration.environment("officer"), "REDRESS_PASSWORD": "wrong"}
    )
    assert wrong.code == 1


@pytest.mark.long
def test_the_import_killed_half_way_and_started_again_files_145_cases_and_none_twice(
    demonstration: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.jsonl"
    arguments = ["import", str(SAMPLE), "--mapping", "cfpb", "--report", str(report), "--json"]
    before = {item["case_id"] for item in listed(demonstration)}
    importing = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "cli", *arguments],
        env={**demonstration.environment("intake"), "PATH": ""},
        stderr=subprocess.DEVNULL,
    )
    started = 0.0
    while (rows := report.read_text("utf-8").count("\n") if report.exists() else 0) < 60:
        assert importing.poll() is None
        if rows and not started:
            started, first = time.monotonic(), rows
        time.sleep(0.02)
    rate = (rows - first) / (time.monotonic() - started)
    importing.send_signal(signal.SIGKILL)
    importing.wait(30)
    filed_first = rows_of(report)
    assert 60 <= len(filed_first) < 145

    ended = redress(*arguments, environment=demonstration.environment("intake"))
    summary = shown(ended)
    with capsys.disabled():
        sys.stdout.write(f"\nimport: {rate:.1f} cases per second filed\n")
    assert (summary["rows"], summary["filed"], summary["refused"]) == (145, 145, 0)
    assert summary["lacked"]["complainants"] == 145
    filed = rows_of(report)
    assert len(set(filed.values())) == 145
    assert filed_first.items() <= filed.items()

    give_up_at = time.monotonic() + 200
    while len(new := {item["case_id"] for item in listed(demonstration)} - before) < 145:
        assert time.monotonic() < give_up_at, f"only {len(new)} cases recorded"
        time.sleep(1)
    assert new == set(filed.values())


def rows_of(report: Path) -> dict[str, str]:
    """Case ids by source id; a last line cut off by the kill is left out."""
    lines = report.read_text("utf-8").splitlines(keepends=True)
    rows = [json.loads(line) for line in lines if line.endswith("\n")]
    return {row["source_id"]: row["case_id"] for row in rows if row.get("result") == "filed"}
