"""`redress print`, `redress outbox` and `redress case accesses` against a running installation."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Ran, redress
from tests.cli.conftest import Installation
from tests.cli.test_audit import intruder

pytestmark = pytest.mark.timeout(400)

FILING = {
    "channel": "letter",
    "facts": "洗衣机漏水。",
    "complainants": [{"name": "林一一", "phone": "13800000001", "address": "云山县北路1号"}],
    "respondents": [{"name": "晨光电器商行", "address": "青河县南路2号"}],
}
NOTICE = {"matter": "acceptance", "party": "complainant-1", "method": "letter"}


def given(installation: Installation, username: str, *arguments: str) -> Any:
    ended = redress(*arguments, "--json", environment=installation.environment(username))
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def said(installation: Installation, username: str, *arguments: str) -> Ran:
    return redress(*arguments, environment=installation.environment(username))


def act(installation: Installation, case_id: str, command: str, **body: str) -> None:
    ended = said(installation, "officer", "case", "act", case_id, command, "--json", json.dumps(body))
    assert ended.code == 0, ended.err


def accepted(installation: Installation, folder: Path) -> str:
    source = folder / "complaint.json"
    source.write_text(json.dumps(FILING), encoding="utf-8")
    case_id: str = given(installation, "intake", "case", "file", str(source))["case_id"]
    act(installation, case_id, "accept")
    return case_id


def in_the_queue(installation: Installation, case_id: str) -> int:
    """The letter of a case, which the escalation worker puts there."""
    act(installation, case_id, "send_notice", **NOTICE)
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        items = given(installation, "intake", "print", "list")["items"]
        for item in items:
            if item["case_id"] == case_id:
                return int(item["id"])
    raise AssertionError("the letter never came")


@pytest.mark.long
def test_a_letter_is_taken_printed_given_back_and_posted(
    demonstration: Installation, tmp_path: Path
) -> None:
    case_id = accepted(demonstration, tmp_path)
    letter = str(in_the_queue(demonstration, case_id))
    taken = said(demonstration, "intake", "print", "take", letter)
    assert (taken.code, taken.out.splitlines()) == (0, ["林一一", "云山县北路1号"])
    assert given(demonstration, "intake", "print", "give-back", letter, "缺信封")["settled_as"] is None
    assert said(demonstration, "intake", "print", "take", letter).code == 1
    given(demonstration, "officer", "print", "take", letter)
    paper = tmp_path / "letter.pdf"
    assert said(demonstration, "officer", "print", "paper", letter, str(paper)).code == 0
    assert paper.read_bytes().startswith(b"%PDF-")
    assert given(demonstration, "officer", "print", "posted", letter)["settled_as"] == "posted"
    again = said(demonstration, "officer", "print", "cannot-send", letter, "退件")
    assert (again.code, again.err.count("\n")) == (1, 1)
    read = given(demonstration, "supervisor", "case", "accesses", case_id)["items"]
    assert {"person", "purpose", "texts", "files", "at"} == read[0].keys()
    assert said(demonstration, "officer", "case", "accesses", case_id).code == 1


async def test_a_delivery_that_died_is_tried_again_or_given_up(
    demonstration: Installation, tmp_path: Path
) -> None:
    case_id = accepted(demonstration, tmp_path)
    act(demonstration, case_id, "urge", reason="请尽快。")
    async with intruder(demonstration) as connection:
        letter = await connection.fetchval(
            "UPDATE outbox SET delivered_at = NULL, dead_at = now(), dead_reason = 'SMTPConnectError', "
            "attempts = 100 "
            "WHERE id = (SELECT max(id) FROM outbox WHERE case_id = $1) RETURNING id",
            case_id,
        )
    assert letter, "an urged case tells nobody"
    listed = said(demonstration, "supervisor", "outbox", "dead")
    assert str(letter) in listed.out
    tried = given(demonstration, "supervisor", "outbox", "retry", str(letter))
    assert tried["state"] in ("waiting", "delivered")  # the escalation worker may have been at once
    late = said(demonstration, "supervisor", "outbox", "give-up", str(letter), "不再需要")
    assert (late.code, late.err.count("\n")) == (1, 1)
