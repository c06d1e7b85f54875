"""Long work (长时间任务): its kinds and states, and what its workflow and its batches tell each other."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

JOB: Final = "Job"
"""Workflow type, on the queue of the jobs."""

JOB_BATCH: Final = "job_batch"
JOB_FAILED: Final = "job_failed"
START_JOBS: Final = "start_jobs"
"""Activity names: the next items of a job; a job that cannot go on; jobs whose workflow never started."""

JOB_SWEEP: Final = "JobSweep"
"""Workflow type of the sweep on the escalation queue."""

KEPT_FOR: Final = timedelta(days=7)
"""How long a result can be fetched, and how long an upload may wait for its job."""

STARTED_IN: Final = timedelta(seconds=30)
"""After this a waiting job is started by the sweep: whoever wrote its row has not come to it."""


class JobKind(StrEnum):
    """What a job does. Loads of tables have workflows of their own and only show here."""

    BULK = "bulk"
    EXPORT = "export"
    REPORT = "report"
    IMPORT = "import"
    CALENDAR_LOAD = "calendar_load"
    PROFILE_LOAD = "profile_load"


LOADS: Final = frozenset({JobKind.CALENDAR_LOAD, JobKind.PROFILE_LOAD})
"""Kinds that nobody can call off: what is loaded holds, and half of the cases would not know."""


LEAVE_FILES: Final = frozenset({JobKind.EXPORT, JobKind.REPORT})
"""Kinds whose result is a file; the others are told item by item."""


class JobState(StrEnum):
    """`prepared`: it was looked through and waits for its person's word."""

    PREPARED = "prepared"
    WAITING = "waiting"
    RUNNING = "running"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    DONE = "done"
    FAILED = "failed"


ENDED: Final = frozenset({JobState.CANCELLED, JobState.DONE, JobState.FAILED})


class ItemState(StrEnum):
    """`called_off`: the job was cancelled before it came to this item."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CALLED_OFF = "called_off"


def job_workflow_id(job_id: str) -> str:
    return f"job/{job_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStart:
    """Everything else is in the job's row: a new run, like a new worker, goes on from there."""

    job_id: str
    kind: JobKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRun:
    """The state after a batch. `again_in` seconds: nothing answered, so the next batch waits."""

    state: JobState
    again_in: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailure:
    """`code` is one of `FailureType`."""

    job_id: str
    code: str
