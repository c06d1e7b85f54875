"""A job on the engine: every item once, whatever is killed; called off between items; replayed."""

from temporalio.worker import Replayer

from redress.contracts.jobs import JobState
from redress.persistence.jobs import JobItem, add_items, cancel, items_of
from redress.persistence.pool import transaction
from tests.servers import fresh_id
from tests.workflows.desk import Case, Desk, eventually
from tests.workflows.jobs import doing_jobs, notes_job, row_of, set_off
from workers.polling import runner
from workflows.job import Job


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
