"""A job whose worker is killed half-way, more than once: every case is told once, every file is made once,
and the job ends.
"""

import asyncio
import csv
import io
import time
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from redress.domain.counting import CHINA
from tests.faults.person import Person
from tests.faults.test_killed_parts import FILING, killed, person, running, superuser_url
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


async def killed_while_writing(at: Installation, who: Person, body: dict[str, Any], table: str) -> str:
    """Starts a job and kills its worker while it writes into this table; the job's id."""
    connection = await asyncpg.connect(superuser_url(at))
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::text::regclass"
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            answer = who.ask("POST", "/v1/jobs", body)
            assert answer.status_code == 202, answer.text
            async with asyncio.timeout(60):
                while not await connection.fetchval(waiting, table):  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.02)
            killed(at, "case")
    finally:
        await connection.close()
    job_id: str = answer.json()["job_id"]
    return job_id


async def files_of(at: Installation, job_id: str) -> int:
    connection = await asyncpg.connect(superuser_url(at))
    try:
        found: int = await connection.fetchval("SELECT count(*) FROM job_files WHERE job_id = $1", job_id)
        return found
    finally:
        await connection.close()


def test_a_file_is_made_once_though_its_worker_dies_as_it_writes(running: Installation) -> None:
    officer, supervisor = person(running, "officer"), person(running, "supervisor")
    numbers = sorted(
        officer.file({**FILING, "facts": f"第 {n} 件", "category": "导出"})["case_number"] for n in range(5)
    )
    month = f"{datetime.now(UTC).astimezone(CHINA):%Y-%m}"
    export = {"kind": "export", "filters": {"category": "导出"}}
    report = {"kind": "report", "period_kind": "month", "period": month, "format": "csv"}
    made: dict[str, list[str]] = {"export": [], "report": []}
    for who, body in ((officer, export), (supervisor, report)):
        for table in ("job_parts", "job_files"):
            job = asyncio.run(killed_while_writing(running, who, body, table))
            ended = until(who, job, 1_000)
            assert (ended["state"], ended["done"]) == ("done", ended["total"]), (body, table)
            assert asyncio.run(files_of(running, job)) == 1
            made[str(body["kind"])].append(who.ask("GET", f"/v1/jobs/{job}/result").text)
    direct = supervisor.ask("GET", f"/v1/statistics/month/{month}?format=csv").text
    assert made["report"] == [direct, direct]
    for text in made["export"]:
        assert sorted(row["case_number"] for row in csv.DictReader(io.StringIO(text[1:]))) == numbers
