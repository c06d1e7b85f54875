"""Who gets which case, from a shell: rules from a file, leave, cases given and handed over, shift notes."""

import json
from pathlib import Path

import pytest

from redress.persistence.demo_offices import QINGHE
from tests.cli.conftest import Installation
from tests.cli.test_on_a_stack import as_user, shown

pytestmark = pytest.mark.timeout(400)


def person(installation: Installation, username: str) -> str:
    """The id behind a user name, from what somebody has left under it."""
    left = shown(as_user(installation, username, "assignment", "note", f"{username} 在岗", "--json"))
    assert left["office"] == QINGHE
    notes = shown(as_user(installation, username, "assignment", "note", "--json"))["items"]
    return str(next(each["person"] for each in notes if each["text"] == f"{username} 在岗"))


def test_rules_leave_and_hand_over_from_a_shell(demonstration: Installation, tmp_path: Path) -> None:
    first, second = person(demonstration, "officer"), person(demonstration, "officer2")
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"rules": [{"category": "甲", "persons": [second], "automatic": False}]}))
    for arguments in (("assignment", "rules", QINGHE, "--set", str(file)), ("assignment", "rules", QINGHE)):
        found = shown(as_user(demonstration, "supervisor", *arguments, "--json"))
        assert [each["persons"] for each in found["items"]] == [[second]]
    assert as_user(demonstration, "officer", "assignment", "rules", QINGHE).code == 1
    file.write_text("{")
    unreadable = as_user(demonstration, "supervisor", "assignment", "rules", QINGHE, "--set", str(file))
    assert unreadable.code == 2
    away = ("assignment", "leave", second, "2040-01-01", "2040-01-02", "--deputy", first, "--json")
    entered = shown(as_user(demonstration, "supervisor", *away))
    assert entered["id"] in [
        each["id"]
        for each in shown(as_user(demonstration, "officer", "assignment", "leaves", "--json"))["items"]
    ]
    handed = ("assignment", "handover", second, first, "--json")
    outcomes = shown(as_user(demonstration, "supervisor", *handed))["items"]
    assert {each["outcome"] for each in outcomes} <= {"done"}
    nobody = ("assignment", "give", "p-nobody", "00000000-0000-7000-8000-000000000000")
    assert as_user(demonstration, "supervisor", *nobody).code == 2
