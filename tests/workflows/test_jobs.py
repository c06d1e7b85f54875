"""A job on the engine: every item once, whatever is killed; called off between items; over many runs; started
by the sweep where nobody else did; replayed.
"""

import asyncpg
import pytest
from temporalio.worker import Replayer

from activities.run_job import StartJobs
from redress.contracts.jobs import JOB_SWEEP, STARTED_IN, JobState, job_workflow_id
from redress.persistence.jobs import JobItem, add_items, cancel, items_of
from redress.persistence.pool import transaction
from tests.servers import Database, fresh_id
from tests.workflows.desk import Case, Desk, eventually
from tests.workflows.jobs import doing_jobs, notes_job, row_of, set_off
from workers.polling import runner, worker
from workflows.job import Job, JobSweep

MANY = 14
"""Batches of one item each: more than the history of one run may hold."""


async def cases_of(desk: Desk, n: int) -> list[Case]:
    cases = [await desk.file() for _ in range(n)]
    for case in cases:
        await desk.until(case, "intake_checked")
    return cases


async def notes(desk: Desk, cases: list[Case]) -> list[int]:
    return [(await desk.types(case)).count("note_added") for case in cases]


async def replayed(desk: Desk, job: Case) -> int:
    """Replays every run of a job; how many there were."""
    replayer = Replayer(
        workflows=[Job], data_converter=desk.client.data_converter, workflow_runner=runner()
    )
    histories = await desk.histories(job)
    for history in histories:
        await replayer.replay_workflow(history)
    return len(histories)


async def test_a_killed_worker_loses_nothing_and_doubles_nothing(desk: Desk) -> None:
    cases = await cases_of(desk, 6)
    job_id, queue = await notes_job(desk, cases), fresh_id("jobs")

    async def half_way() -> bool:
        return (await row_of(desk, job_id)).done >= 2

    async with doing_jobs(desk, queue):
        job = await set_off(desk, job_id, queue)
        await eventually(half_way)
    async with doing_jobs(desk, queue):
        assert await job.result() is JobState.DONE
    row = await row_of(desk, job_id)
    assert (row.done, row.refused, row.total) == (6, 0, 6)
    assert await notes(desk, cases) == [1] * 6
    await replayed(desk, job)


async def test_a_cancelled_job_keeps_what_is_done_and_sends_nothing_more(desk: Desk) -> None:
    cases = await cases_of(desk, 3)
    job_id, queue = await notes_job(desk, cases), fresh_id("jobs")
    async with transaction(desk.pool) as connection:
        assert await cancel(connection, job_id)
        assert not await cancel(connection, job_id)
    async with doing_jobs(desk, queue):
        job = await set_off(desk, job_id, queue)
        assert await job.result() is JobState.CANCELLED
    async with transaction(desk.pool) as connection:
        items = await items_of(connection, job_id)
        pending = await connection.fetchval(
            "SELECT count(*) FROM commands WHERE held_by = $1 AND status = 'pending'", job_id
        )
    assert [each.state.value for each in items] == ["called_off"] * 3
    assert pending == 0, "nobody sends them later either"
    assert await notes(desk, cases) == [0] * 3


async def test_a_job_that_cannot_go_on_fails_with_its_type(desk: Desk) -> None:
    cases = await cases_of(desk, 1)
    job_id, queue = await notes_job(desk, cases), fresh_id("jobs")
    async with transaction(desk.pool) as connection:
        await add_items(connection, job_id, [JobItem(n=2, command_id="of-no-command")])
    async with doing_jobs(desk, queue):
        job = await set_off(desk, job_id, queue)
        assert await job.result() is JobState.FAILED
    row = await row_of(desk, job_id)
    assert (row.state, row.failure) == (JobState.FAILED, "job_broken")
    await replayed(desk, job)


@pytest.mark.long
async def test_a_job_goes_on_in_the_next_run_where_it_was(impatient_desk: Desk) -> None:
    desk = impatient_desk
    cases = await cases_of(desk, MANY)
    job_id, queue = await notes_job(desk, cases), fresh_id("jobs")
    async with doing_jobs(desk, queue, at_a_time=1):
        job = await set_off(desk, job_id, queue)
        assert await job.result() is JobState.DONE
    row = await row_of(desk, job_id)
    assert (row.done, row.refused, row.total) == (MANY, 0, MANY)
    assert await notes(desk, cases) == [1] * MANY
    assert await replayed(desk, job) > 1, "it was continued as new in the middle"


async def aged(database: Database, job_ids: list[str]) -> None:
    """Puts the writing of these rows so far back that somebody ought to have started them."""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        await connection.execute(
            "UPDATE jobs SET created_at = now() - $2::interval WHERE id = ANY ($1::uuid[])",
            job_ids, 2 * STARTED_IN,
        )  # fmt: skip
    finally:
        await connection.close()


async def test_a_job_that_nobody_started_is_started_by_the_sweep(
    desk: Desk, module_database: Database
) -> None:
    cases = await cases_of(desk, 3)
    left, called_off, young = [await notes_job(desk, [case]) for case in cases]
    async with transaction(desk.pool) as connection:
        assert await cancel(connection, called_off)
    await aged(module_database, [left, called_off])
    jobs, queue = fresh_id("jobs"), fresh_id("escalation")
    sweep = StartJobs(desk.client, desk.pool, job_queue=jobs)

    async def swept() -> int:
        started: int = await desk.client.execute_workflow(
            JOB_SWEEP, id=fresh_id(), task_queue=queue, result_type=int
        )
        return started

    async with worker(desk.client, queue, [JobSweep], [sweep.start_jobs]):
        assert await swept() == 2
        assert await swept() == 0, "they run, though no worker has come to them yet"
        async with doing_jobs(desk, jobs):
            states = [
                await desk.client.get_workflow_handle(job_workflow_id(one), result_type=JobState).result()
                for one in (left, called_off)
            ]
        assert await swept() == 0
    assert states == [JobState.DONE, JobState.CANCELLED]
    assert (await row_of(desk, young)).state is JobState.WAITING, "its own request may still start it"
    assert await notes(desk, cases) == [1, 0, 0]
