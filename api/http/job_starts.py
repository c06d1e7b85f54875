"""What the starting of jobs has in common: one per key, its row and what belongs to it in one transaction."""

import hmac
import os
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from api.http.once import Once
from api.http.problems import Problem, problem
from api.http.services import Services
from redress.contracts.ids import uuid7
from redress.contracts.jobs import ENDED, LOADS, JobKind, JobStart, JobState
from redress.persistence.jobs import Job, NewJob, insert_job, job_of
from redress.persistence.pool import Connection, acting_as

Filling = Callable[[Connection, str], Awaitable[None]]
"""Writes what belongs to a job with this id, in the transaction of its row."""


async def begun(
    services: Services,
    once: Once,
    kind: JobKind,
    filling: Filling,
    *,
    parameters: Mapping[str, Any] | None = None,
    total: int | None = None,
    state: JobState = JobState.WAITING,
) -> Job:
    """The job of a key, kept and on its way; raises a `Problem`, then nothing of it is kept.

    Where the engine does not answer the job waits, and the sweep starts it.
    """
    job_id = uuid7(datetime.now(UTC), os.urandom(10))
    new = NewJob(
        id=job_id,
        kind=kind,
        actor=once.actor,
        key=once.key,
        body_hmac=once.body_hmac,
        parameters=parameters or {},
        total=total,
        state=state,
    )
    async with acting_as(services.pool, once.actor) as connection:
        found = await insert_job(connection, new)
        if found is None:
            await filling(connection, job_id)
            found = await job_of(connection, job_id)
    if found is None or not hmac.compare_digest(found.body_hmac, once.body_hmac):
        raise problem("idempotency_key_reused")
    if found.state not in (*ENDED, JobState.PREPARED) and found.kind not in LOADS:
        await set_off(services, found)
    return found


async def set_off(services: Services, job: Job) -> None:
    """Starts the work of a job; what cannot be started now the sweep starts within a minute."""
    try:
        await services.engine.start_job(JobStart(job_id=job.id, kind=job.kind))
    except Problem as found:
        if found.code != "engine_busy":
            raise
