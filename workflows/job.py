"""One job from its first batch to its last; how far it is stands in its row, so a run carries nothing on."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from redress.contracts.failures import FailureType
    from redress.contracts.jobs import (
        ENDED,
        JOB,
        JOB_BATCH,
        JOB_FAILED,
        JOB_SWEEP,
        START_JOBS,
        BatchRun,
        JobFailure,
        JobStart,
        JobState,
    )
    from workflows.exits import WITHOUT_END

A_BATCH = timedelta(minutes=10)
SIGN_OF_LIFE = timedelta(seconds=15)


@workflow.defn(name=JOB)
class Job:
    @workflow.run
    async def run(self, start: JobStart) -> JobState:
        """The state in which the job ended. What its worker did before it was killed is not done again."""
        while True:
            try:
                ran = await _batch(start)
            except ActivityError as error:
                await _failed(start.job_id, error)
                return JobState.FAILED
            if ran.state in ENDED:
                return ran.state
            if ran.again_in:
                await workflow.sleep(timedelta(seconds=ran.again_in))
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(start)


async def _batch(start: JobStart) -> BatchRun:
    ran: BatchRun = await workflow.execute_activity(
        JOB_BATCH,
        start,
        result_type=BatchRun,
        start_to_close_timeout=A_BATCH,
        heartbeat_timeout=SIGN_OF_LIFE,
        retry_policy=WITHOUT_END,
    )
    return ran


async def _failed(job_id: str, error: ActivityError) -> None:
    """Only what trying again does not cure gets here."""
    cause = error.cause
    code = cause.type if isinstance(cause, ApplicationError) else None
    await workflow.execute_activity(
        JOB_FAILED,
        JobFailure(job_id=job_id, code=code or FailureType.JOB_BROKEN),
        start_to_close_timeout=timedelta(seconds=30),
        retry_policy=WITHOUT_END,
    )


@workflow.defn(name=JOB_SWEEP)
class JobSweep:
    @workflow.run
    async def run(self) -> int:
        """Starts the jobs whose row was written by a process that came no further."""
        started: int = await workflow.execute_activity(
            START_JOBS,
            result_type=int,
            start_to_close_timeout=timedelta(minutes=2),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
        return started
