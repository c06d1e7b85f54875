"""`redress case what-if` and `explain --lang` against a real installation."""

import json

import pytest

from tests.cli.commands import Ran, redress
from tests.cli.conftest import Installation

pytestmark = pytest.mark.timeout(400)


NOBODYS = "01980000-0000-7000-8000-000000000000"


def as_officer(installation: Installation, *arguments: str, given: bytes = b"") -> Ran:
    return redress(*arguments, given=given, environment=installation.environment("officer"))


def test_a_supposition_is_answered_in_words_or_json_and_changes_nothing(demonstration: Installation) -> None:
    filing = json.dumps({"channel": "phone", "facts": "买来的水壶漏水。"}).encode()
    filed = as_officer(demonstration, "case", "file", "-", "--json", given=filing)
    case_id = json.loads(filed.out)["case_id"]
    accepted = as_officer(demonstration, "case", "act", case_id, "accept", "--json", "{}")
    assert accepted.code == 0, accepted.err
    words = as_officer(
        demonstration, "case", "what-if", case_id, "complaint.mediation", "--extension", "15"
    )
    assert words.code == 0, words.err
    assert "该期限不得延长" in words.out
    supposed = as_officer(
        demonstration, "case", "what-if", case_id, "complaint.mediation", "--end-roll", "none", "--json"
    )
    answered = json.loads(supposed.out)
    assert answered["safe_due_on"] <= answered["due_on"]
    explained = as_officer(demonstration, "case", "explain", case_id, "complaint.mediation", "--lang", "en")
    assert "The period is 60 calendar days" in explained.out
    shown = json.loads(as_officer(demonstration, "case", "show", case_id, "--json").out)
    assert shown["version"] == json.loads(accepted.out)["version"]


def test_nothing_supposed_is_unusable_input(demonstration: Installation) -> None:
    ended = as_officer(demonstration, "case", "what-if", NOBODYS, "complaint.mediation")
    assert ended.code == 2
