"""Jobs for the workflow tests: one note for several cases, written as the API writes it, and a worker of jobs
that can be taken away like a kill.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

from activities.job_bulk import AT_A_TIME, BulkWork
from activities.run_job import RunJob
from activities.settle_pending import SettlePending
from redress.contracts.complaint import Order
from redress.contracts.ids import uuid7
from redress.contracts.jobs import JOB, JobKind, JobStart, JobState, job_workflow_id
from redress.contracts.pending import pending_json
from redress.domain import commands as c
from redress.domain.tables import load_tables
from redress.persistence.commands_log import NewCommand, insert_pending
from redress.persistence.jobs import Job as JobRow
from redress.persistence.jobs import JobItem, NewJob, add_items, insert_job, job_of
from redress.persistence.pool import transaction
from redress.persistence.regulations import Regulations
from tests.workflows.desk import OFFICER, Case, Desk
from workers.polling import worker
from workflows.job import Job


async def notes_job(desk: Desk, cases: list[Case]) -> str:
    """A kept job that adds one note to each case; nobody has started it."""
    job_id = uuid7(datetime.now(UTC), secrets.token_bytes(10))
    case_ids = [case.id.removeprefix("complaint/") for case in cases]
    sealed = [await desk.sealed(case_id, c.AddNote(text="统一告知")) for case_id in case_ids]
    new = NewJob(
        id=job_id, kind=JobKind.BULK, actor=OFFICER, key=str(uuid4()), body_hmac=bytes(32), total=len(cases)
    )
    async with transaction(desk.pool) as connection:
        await insert_job(connection, new)
        items = []
        for n, (case_id, command) in enumerate(zip(case_ids, sealed, strict=True), 1):
            key = f"{job_id}:{n}"
            command_id = hashlib.sha256(key.encode()).hexdigest()
            order = Order(id=command_id, actor=OFFICER, command=command, offices=desk.offices)
            row = NewCommand(
                scope=OFFICER.person, key=key, command_id=command_id, case_id=case_id, body_hmac=bytes(32),
                sealed=pending_json(order), actor=OFFICER, held_by=job_id,
            )  # fmt: skip
            assert await insert_pending(connection, row) is None
            items.append(JobItem(n=n, case_id=case_id, command_id=command_id))
        await add_items(connection, job_id, items)
    return job_id


@asynccontextmanager
async def doing_jobs(desk: Desk, queue: str, *, at_a_time: int = AT_A_TIME) -> AsyncIterator[None]:
    """A worker of jobs; leaving the block takes it away like a kill, with what it was doing."""
    sending = SettlePending(desk.client, desk.pool, Regulations(load_tables()), case_queue=desk.queue)
    run = RunJob(desk.pool, {JobKind.BULK: BulkWork(desk.pool, sending, at_a_time=at_a_time)})
    running = asyncio.create_task(worker(desk.client, queue, [Job], [run.job_batch, run.job_failed]).run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def set_off(desk: Desk, job_id: str, queue: str) -> Case:
    started: Case = await desk.client.start_workflow(
        JOB,
        JobStart(job_id=job_id, kind=JobKind.BULK),
        id=job_workflow_id(job_id),
        task_queue=queue,
        result_type=JobState,
    )
    return started


async def row_of(desk: Desk, job_id: str) -> JobRow:
    async with transaction(desk.pool) as connection:
        found = await job_of(connection, job_id)
    assert found is not None
    return found
