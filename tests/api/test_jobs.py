"""Long work over HTTP: started once, watched, called off, its outcome fetched; and who sees it."""

import asyncio
import csv
import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio
from temporalio.testing import ActivityEnvironment

from activities.sweep_files import SweepFiles
from redress.contracts.jobs import KEPT_FOR
from redress.domain.counting import CHINA
from redress.domain.statistical_periods import Kind, period_with
from redress.files.evidence_store import open_evidence_store
from redress.persistence.pool import open_pool, transaction
from tests.api.conftest import FILING, Desk, Json, Stack
from tests.api.test_after_result import ENTERPRISE

NOTE = {"type": "add_note", "text": "已统一电话催告商家。"}


async def ended(desk: Desk, job_id: str) -> Json:
    """The job when it has come to its end."""
    async with asyncio.timeout(40):
        while True:
            job: Json = (await desk.get(f"/v1/jobs/{job_id}")).json()
            if job["ended_at"]:
                return job
            await asyncio.sleep(0.05)


async def started(desk: Desk, body: Any, key: str | None = None) -> Json:
    response = await desk.post("/v1/jobs", body, key)
    assert response.status_code == 202, response.text
    job: Json = response.json()
    assert response.headers["Location"] == f"/v1/jobs/{job['job_id']}"
    return job


async def notes(desk: Desk, case_id: str) -> int:
    timeline = (await desk.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    return [each["type"] for each in timeline].count("note_added")


async def test_one_note_reaches_many_cases_once_and_what_was_refused_is_said(
    stack: Stack, officer: Desk
) -> None:
    cases = [(await officer.file())["case_id"] for _ in range(5)]
    foreign = (await (await stack.desk("yunshan-officer")).file())["case_id"]
    body = {"kind": "bulk", "case_ids": [*cases, foreign, cases[0]], "command": NOTE}
    key = str(uuid4())
    job = await started(officer, body, key)
    assert (job["kind"], job["about"], job["total"], job["mine"]) == ("bulk", "add_note", 6, True)
    again = await started(officer, body, key)
    assert again["job_id"] == job["job_id"]
    assert (await officer.post("/v1/jobs", {**body, "case_ids": cases}, key)).status_code == 422

    done = await ended(officer, job["job_id"])
    assert (done["state"], done["done"], done["refused"]) == ("done", 5, 1)
    assert [await notes(officer, case) for case in cases] == [1] * 5
    items = (await officer.get(f"/v1/jobs/{job['job_id']}/items")).json()["items"]
    assert [each["state"] for each in items] == ["done"] * 5 + ["refused"]
    assert (items[5]["code"], items[5]["title_zh"]) == ("no_such_case", "没有这一案件")

    result = await officer.get(f"/v1/jobs/{job['job_id']}/result")
    assert result.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(result.content.decode("utf-8-sig"))))
    assert [row["outcome"] for row in rows] == ["done"] * 5 + ["refused"]
    assert all(row["case_number"].startswith("990121-") for row in rows[:5])


async def test_a_rule_refuses_case_by_case(stack: Stack, officer: Desk) -> None:
    supervisor = await stack.desk("supervisor")
    cases = [(await officer.file())["case_id"] for _ in range(2)]
    refused = await officer.acted(cases[0], {"type": "accept"})
    assert refused["stage"] == "accepted"
    linked = {"type": "link_case", "case_id": cases[1]}
    job = await started(supervisor, {"kind": "bulk", "case_ids": cases, "command": linked})
    done = await ended(supervisor, job["job_id"])
    assert (done["done"], done["refused"]) == (1, 1)
    items = (await supervisor.get(f"/v1/jobs/{job['job_id']}/items", state="refused")).json()["items"]
    assert [each["case_id"] for each in items] == [cases[1]], "a case is not tied to itself"
    assert items[0]["title_en"]


async def test_a_whole_list_is_meant_by_its_filters(stack: Stack) -> None:
    branch = await stack.desk("yunshan-officer")
    filed = {(await branch.file({**FILING, "facts": "同一批次"}))["case_id"] for _ in range(2)}
    for case in filed:
        await branch.acted(case, NOTE)
    body = {
        "kind": "bulk",
        "filters": {"handler": None, "stage": "checking"},
        "command": {"type": "assign", "handler": branch.person},
    }
    job = await started(branch, body)
    done = await ended(branch, job["job_id"])
    assert done["state"] == "done"
    items = (await branch.get(f"/v1/jobs/{job['job_id']}/items")).json()["items"]
    assert filed <= {each["case_id"] for each in items}
    views = [await branch.view(case) for case in filed]
    assert {view["handler"] for view in views} == {branch.person}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "bulk", "command": NOTE}, "no_cases"),
        ({"kind": "bulk", "command": NOTE, "case_ids": [str(uuid4())], "filters": {}}, "no_cases"),
        ({"kind": "bulk", "command": {"type": "accept"}, "case_ids": [str(uuid4())]}, "invalid_body"),
        ({"kind": "bulk", "command": {**NOTE, "expected_version": 3}, "case_ids": [str(uuid4())]},
         "version_of_many"),
        ({"kind": "bulk", "command": {"type": "add_note", "text": 7}, "case_ids": [str(uuid4())]},
         "invalid_body"),
        ({"kind": "nothing"}, "invalid_body"),
        ({}, "invalid_body"),
    ],
)  # fmt: skip
async def test_what_is_no_job_is_refused_whole(officer: Desk, body: Json, code: str) -> None:
    response = await officer.post("/v1/jobs", body)
    assert (response.status_code, response.json()["code"]) == (422, code)


async def test_who_may_never_give_the_command_starts_nothing(stack: Stack, officer: Desk) -> None:
    case = (await officer.file())["case_id"]
    auditor = await stack.desk("auditor")
    response = await auditor.post("/v1/jobs", {"kind": "bulk", "command": NOTE, "case_ids": [case]})
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


async def test_a_job_is_seen_by_who_started_it_and_by_those_in_charge(stack: Stack, officer: Desk) -> None:
    case = (await officer.file())["case_id"]
    job = await started(officer, {"kind": "bulk", "command": NOTE, "case_ids": [case]})
    path = f"/v1/jobs/{job['job_id']}"
    await ended(officer, job["job_id"])
    seen = (await (await stack.desk("supervisor")).get(path)).json()
    assert (seen["mine"], seen["person"]) == (False, officer.person)
    for name in ("callback", "yunshan-officer"):
        answer = await (await stack.desk(name)).get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_job")
    listed = (await officer.get("/v1/jobs", limit=1)).json()
    assert listed["items"][0]["job_id"] == job["job_id"]
    assert listed["next_cursor"]
    following = (await officer.get("/v1/jobs", limit=1, cursor=listed["next_cursor"])).json()
    assert following["items"][0]["created_at"] <= listed["items"][0]["created_at"]


async def test_a_job_called_off_has_sent_what_it_counts_and_leaves_nothing_waiting(
    stack: Stack, officer: Desk
) -> None:
    """Its row is written and nobody has started it yet: as a process leaves it that is killed right then."""
    case = (await officer.file())["case_id"]
    before = await notes(officer, case)
    job = await started(officer, {"kind": "bulk", "command": NOTE, "case_ids": [case] * 3})
    answer = await officer.post(f"/v1/jobs/{job['job_id']}/cancel", {})
    assert answer.status_code == 200
    done = await ended(officer, job["job_id"])
    assert done["state"] in ("cancelled", "done")  # it may have been at it already
    assert await notes(officer, case) == before + done["done"]
    pool = await open_pool(stack.database.worker_url, name="test", max_size=1)
    try:
        async with transaction(pool) as connection:
            pending = await connection.fetchval(
                "SELECT count(*) FROM commands WHERE held_by = $1 AND status = 'pending'", job["job_id"]
            )
    finally:
        await pool.close()
    assert pending == 0


async def result(desk: Desk, job_id: str) -> httpx.Response:
    job = await ended(desk, job_id)
    assert job["state"] == "done", job
    answer = await desk.get(f"/v1/jobs/{job_id}/result")
    assert answer.status_code == 200, answer.text
    return answer


async def test_a_list_is_taken_along_with_what_its_reader_may_see(stack: Stack, officer: Desk) -> None:
    formula = "=cmd|' /C calc'!A0"
    filed = await officer.file(
        {**FILING, "category": "导出用", "purchase": {"item": formula, "amount": 66}, "facts": "导出"}
    )
    await officer.acted(filed["case_id"], NOTE)
    body = {"kind": "export", "filters": {"category": "导出用"}}
    job = await started(officer, body)
    answer = await result(officer, job["job_id"])
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["case_number"], row["complainant"], row["amount"]) == (filed["case_number"], "林晓梅", "66")
    assert row["complainant_phone"] == "13900001234"
    assert row["item"] == f"'{formula}", "no formula of somebody else's"
    supervisor = await stack.desk("supervisor")
    accesses = (await supervisor.get(f"/v1/complaints/{filed['case_id']}/accesses")).json()["items"]
    assert "export" in {each["purpose"] for each in accesses}

    auditor = await stack.desk("auditor")
    job = await started(auditor, body)
    (row,) = csv.DictReader(io.StringIO((await result(auditor, job["job_id"])).content.decode("utf-8-sig")))
    assert "complainant" not in row
    assert row["case_number"] == filed["case_number"]
    other = await stack.desk("yunshan-officer")
    job = await started(other, body)
    lines = (await result(other, job["job_id"])).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1, "row-level security binds the job as it binds its person"
    seen = await supervisor.get(f"/v1/jobs/{job['job_id']}")
    assert seen.status_code == 404


async def test_a_search_is_taken_along_as_a_workbook_and_its_file_is_its_persons_alone(
    stack: Stack, officer: Desk
) -> None:
    filed = await officer.file({**FILING, "facts": "独角兽牌电水壶冒烟"})
    await officer.acted(filed["case_id"], NOTE)
    job = await started(officer, {"kind": "export", "format": "xlsx", "filters": {"q": "独角兽牌电水壶"}})
    answer = await result(officer, job["job_id"])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert filed["case_number"] in texts
    assert "林晓梅" in texts
    supervisor = await stack.desk("supervisor")
    answer = await supervisor.get(f"/v1/jobs/{job['job_id']}/result")
    assert (answer.status_code, answer.json()["code"]) == (410, "result_gone")
    kept = b"".join(path.read_bytes() for path in stack.settings.files_dir.rglob("*") if path.is_file())
    assert filed["case_number"].encode() not in kept, "nothing of it lies in clear"


def sheets(content: bytes) -> list[bytes]:
    """What stands in a workbook; when it was made is not in there."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [book.read(name) for name in sorted(book.namelist()) if name != "docProps/core.xml"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def against_an_enterprise(stack: Stack) -> None:
    desk = await stack.desk("officer")
    trader = {**FILING["respondents"][0], "uscc": ENTERPRISE}
    filed = await desk.file({**FILING, "respondents": [trader]})
    await desk.acted(filed["case_id"], NOTE)


async def while_nothing_moved(
    desk: Desk, place: str, body: Json
) -> tuple[Json, httpx.Response, httpx.Response]:
    """The job, its file and the direct download: the same before the job as after it."""
    async with asyncio.timeout(40):
        while True:
            before = await desk.get(place, format="csv")
            job = await started(desk, body)
            made = await result(desk, job["job_id"])
            if (direct := await desk.get(place, format="csv")).content == before.content:
                return job, made, direct


@pytest.mark.parametrize(
    ("kind", "steps"), [("month", 5), ("quarter", 6), ("half-year", 6), ("year", 6), ("week", 7), ("day", 7)]
)
async def test_a_report_holds_what_the_direct_download_holds(
    stack: Stack, against_an_enterprise: None, kind: str, steps: int
) -> None:
    supervisor = await stack.desk("supervisor")
    period = period_with(Kind(kind), datetime.now(UTC).astimezone(CHINA).date()).name
    place, body = f"/v1/statistics/{kind}/{period}", {"kind": "report", "period_kind": kind, "period": period}
    job, made, direct = await while_nothing_moved(supervisor, place, {**body, "format": "csv"})
    assert made.content == direct.content
    assert "恒洁" in made.text
    assert made.headers["Content-Disposition"] == direct.headers["Content-Disposition"]
    book = await result(supervisor, (await started(supervisor, body))["job_id"])
    assert sheets(book.content) == sheets((await supervisor.get(place, format="xlsx")).content)
    done = await ended(supervisor, job["job_id"])
    assert (done["done"], done["total"], done["refused"]) == (steps, steps, 0)
    other = await (await stack.desk("head")).get(f"/v1/jobs/{job['job_id']}/result")
    assert (other.status_code, other.json()["code"]) == (410, "result_gone")


async def test_a_report_names_no_trader_to_who_may_not_open_one(
    stack: Stack, against_an_enterprise: None
) -> None:
    auditor = await stack.desk("auditor")
    year = str(datetime.now(UTC).astimezone(CHINA).year)
    job = await started(auditor, {"kind": "report", "period_kind": "year", "period": year, "format": "csv"})
    text = (await result(auditor, job["job_id"])).text
    assert "恒洁" not in text
    assert "(不具名)" in text


@pytest.mark.parametrize(
    ("username", "changed", "status", "code"),
    [
        ("officer", {}, 403, "not_supervising"),
        ("supervisor", {"office": "jiangzhou.linjiang.yunshan"}, 404, "not_found"),
        ("supervisor", {"office": "jiangzhou.linjiang.qinghe.nowhere"}, 404, "not_found"),
        ("supervisor", {"period": "2026-13"}, 404, "no_such_period"),
        ("supervisor", {"period_kind": "fortnight"}, 404, "no_such_period"),
        ("supervisor", {"format": "doc"}, 422, "invalid_body"),
    ],
)
async def test_who_may_ask_for_a_report(
    stack: Stack, username: str, changed: Json, status: int, code: str
) -> None:
    body = {"kind": "report", "period_kind": "month", "period": "2026-11", **changed}
    response = await (await stack.desk(username)).post("/v1/jobs", body)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_a_report_called_off_leaves_nothing(stack: Stack) -> None:
    supervisor = await stack.desk("supervisor")
    body = {"kind": "report", "period_kind": "year", "period": "2026"}
    job = await started(supervisor, body)
    assert (await supervisor.post(f"/v1/jobs/{job['job_id']}/cancel", {})).status_code == 200
    done = await ended(supervisor, job["job_id"])
    answer = await supervisor.get(f"/v1/jobs/{job['job_id']}/result")
    assert (done["state"], answer.status_code) in {("cancelled", 410), ("done", 200)}
    pool = await open_pool(stack.database.worker_url, name="test", max_size=1)
    try:
        async with transaction(pool) as connection:
            left = await connection.fetchval(
                "SELECT count(*) FROM job_parts WHERE job_id = $1", job["job_id"]
            )
    finally:
        await pool.close()
    assert left == 0


async def changed_by_force(stack: Stack, statement: str, *values: Any) -> None:
    """What no process may do: time that has passed, a job that broke."""
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()


async def left_of(stack: Stack, job_id: str) -> dict[str, int]:
    """How many rows a job has beside its own."""
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        return {
            table: await connection.fetchval(f"SELECT count(*) FROM {table} WHERE job_id = $1", job_id)  # noqa: S608
            for table in ("job_files", "job_keys", "job_parts")
        }
    finally:
        await connection.close()


def lying(stack: Stack) -> set[str]:
    return {path.name for path in stack.settings.files_dir.rglob("*") if len(path.name) == 64}


async def test_a_result_that_has_expired_goes_with_its_key_and_no_other_does(
    stack: Stack, officer: Desk
) -> None:
    supervisor = await stack.desk("supervisor")
    body = {"kind": "export", "filters": {"stage": "archived"}}
    before = lying(stack)
    lasting = await started(supervisor, body)
    await result(supervisor, lasting["job_id"])
    (theirs,) = lying(stack) - before
    expired = await started(officer, body)
    await result(officer, expired["job_id"])
    (own,) = lying(stack) - before - {theirs}
    await changed_by_force(
        stack, "UPDATE job_files SET expires_at = now() - interval '1 second' WHERE job_id = $1",
        expired["job_id"],
    )  # fmt: skip
    await changed_by_force(
        stack, "UPDATE jobs SET ended_at = ended_at - $2::interval WHERE id = $1", expired["job_id"], KEPT_FOR
    )
    answer = await officer.get(f"/v1/jobs/{expired['job_id']}/result")
    assert (answer.status_code, answer.json()["code"]) == (410, "result_gone"), "before any sweep"
    assert not (await officer.get(f"/v1/jobs/{expired['job_id']}")).json()["has_result"]

    broken = await started(officer, body)
    await ended(officer, broken["job_id"])
    await changed_by_force(stack, "INSERT INTO job_parts VALUES ($1, 1, $2)", broken["job_id"], b"sealed")
    pool = await open_pool(stack.database.worker_url, name="test", max_size=1)
    try:
        store = open_evidence_store(stack.settings.files_dir)
        sweep = SweepFiles(pool, store, now=lambda: datetime.now(UTC))
        await ActivityEnvironment().run(sweep.sweep_files)
    finally:
        await pool.close()
    assert lying(stack) & {own, theirs} == {theirs}
    assert (await result(supervisor, lasting["job_id"])).content
    nothing = {"job_files": 0, "job_keys": 0, "job_parts": 0}
    assert await left_of(stack, expired["job_id"]) == nothing
    assert await left_of(stack, lasting["job_id"]) == {**nothing, "job_files": 1, "job_keys": 1}
    assert (await left_of(stack, broken["job_id"]))["job_parts"] == 0, "nor what a failed job has left"
    assert (await ended(officer, expired["job_id"]))["state"] == "done", "that it was is not forgotten"
