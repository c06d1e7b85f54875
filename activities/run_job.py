"""Runs the next batch of a job, whatever its kind: from its row, so the successor of a killed worker goes on
there.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final, Protocol

import structlog
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError

from activities.recorder import told_apart
from redress.contracts.failures import FailureType
from redress.contracts.jobs import (
    ENDED,
    JOB,
    JOB_BATCH,
    JOB_FAILED,
    START_JOBS,
    STARTED_IN,
    BatchRun,
    JobFailure,
    JobKind,
    JobStart,
    JobState,
    job_workflow_id,
)
from redress.files.evidence_store import FileGone, FilesUnavailable
from redress.files.sealed_frames import FileDamaged
from redress.persistence.jobs import Job, begin, end, never_started
from redress.persistence.pool import Pool, transaction

log = structlog.get_logger("redress.jobs")

BEAT: Final = 2.0
"""Seconds between signs of life."""


class Work(Protocol):
    """What jobs of one kind do. Every batch is safe to repeat."""

    async def batch(self, job: Job) -> BatchRun:
        """The next items; ends the job after the last. Raises ApplicationError."""
        ...

    async def call_off(self, job: Job) -> BatchRun:
        """Ends a cancelled job: what is done stays done, what was not begun is not."""
        ...


class RunJob:
    def __init__(self, pool: Pool, works: Mapping[JobKind, Work]) -> None:
        self._pool = pool
        self._works = works

    @activity.defn(name=JOB_BATCH)
    async def job_batch(self, start: JobStart) -> BatchRun:
        """The state after one batch. Raises ApplicationError; what is not worth trying again says so."""
        async with beating(), _failures(start.job_id):
            async with told_apart(), transaction(self._pool) as connection:
                job = await begin(connection, start.job_id)
            if job is None:
                raise ApplicationError("no such job", type=FailureType.JOB_BROKEN, non_retryable=True)
            if job.state in ENDED:
                return BatchRun(state=job.state)
            work = self._works[job.kind]
            ran = await (work.call_off(job) if job.state is JobState.CANCELLING else work.batch(job))
            if ran.state in ENDED:
                log.info("job_ended", job_id=job.id, kind=job.kind.value, outcome=ran.state.value)
            return ran

    @activity.defn(name=JOB_FAILED)
    async def job_failed(self, failure: JobFailure) -> None:
        async with told_apart(), transaction(self._pool) as connection:
            await end(connection, failure.job_id, JobState.FAILED, failure.code)


class StartJobs:
    """The sweep of jobs that nobody started: their rows were written, and then the process was gone."""

    def __init__(self, client: Client, pool: Pool, *, job_queue: str) -> None:
        self._client = client
        self._pool = pool
        self._job_queue = job_queue

    @activity.defn(name=START_JOBS)
    async def start_jobs(self) -> int:
        """How many were started; one that runs already is left alone. Raises `store_unavailable`."""
        async with told_apart(), transaction(self._pool) as connection:
            waiting = await never_started(connection, STARTED_IN)
        started = 0
        for job in waiting:
            with suppress(WorkflowAlreadyStartedError):
                await self._client.start_workflow(
                    JOB,
                    JobStart(job_id=job.id, kind=job.kind),
                    id=job_workflow_id(job.id),
                    task_queue=self._job_queue,
                    id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                    id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                )
                started += 1
        return started


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Signs of life for as long as the block runs, however long a single step of it takes."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(BEAT)

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()


@asynccontextmanager
async def _failures(job_id: str) -> AsyncIterator[None]:
    """Every failure leaves with its type: what passes by itself is tried again, a defect ends the job."""
    try:
        yield
    except ApplicationError:
        raise
    except RPCError as error:
        raise ApplicationError(error.status.name, type=FailureType.ENGINE_AWAY) from None
    except FilesUnavailable as error:
        raise ApplicationError(str(error), type=FailureType.STORE_UNAVAILABLE) from None
    except (FileGone, FileDamaged):
        raise ApplicationError(
            "a file of the job", type=FailureType.FILE_DAMAGED, non_retryable=True
        ) from None
    except Exception as error:
        log.exception("job_broken", job_id=job_id)
        raise ApplicationError(
            type(error).__name__, type=FailureType.JOB_BROKEN, non_retryable=True
        ) from None
