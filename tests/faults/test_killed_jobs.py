"""A job whose worker is killed half-way, more than once: every case is told once, and the job ends."""

import time

import pytest

from tests.faults.person import Person
from tests.faults.test_killed_parts import FILING, killed, person, running
from tests.stack.test_up import Installation
from tests.stack.test_up import installation as installation

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

__all__ = ["running"]

CASES = 30


def until(officer: Person, job: str, done: int) -> dict[str, object]:
    """The job when it has done so many, or has ended."""
    deadline = time.monotonic() + 120
    while True:
        found: dict[str, object] = officer.ask("GET", f"/v1/jobs/{job}").json()
        if found["ended_at"] or int(str(found["done"])) >= done:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def test_a_job_survives_the_death_of_its_worker_and_of_the_engine(running: Installation) -> None:
    officer = person(running, "officer")
    cases = [officer.file({**FILING, "facts": f"第 {n} 件"})["case_id"] for n in range(CASES)]
    body = {"kind": "bulk", "case_ids": cases, "command": {"type": "add_note", "text": "统一告知"}}
    answer = officer.ask("POST", "/v1/jobs", body)
    assert answer.status_code == 202, answer.text
    job = answer.json()["job_id"]
    until(officer, job, 3)
    killed(running, "case")
    until(officer, job, 8)
    killed(running, "engine")
    until(officer, job, 15)
    killed(running, "case")
    ended = until(officer, job, CASES + 1)
    assert (ended["state"], ended["done"], ended["refused"]) == ("done", CASES, 0)
    for case_id in cases:
        assert [each["type"] for each in officer.timeline(case_id)].count("note_added") == 1
