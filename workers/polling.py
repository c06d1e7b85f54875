"""How our workers poll: the sandbox and what passes through it, slots, pollers and the grace at the end."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from temporalio.client import Client
from temporalio.worker import PollerBehaviorAutoscaling, Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from redress.contracts.codec import reader
from redress.contracts.complaint import READ_IN_TASKS, WORKFLOW
from workers.lifecycle import GRACE

PASSED_THROUGH: Final = (
    "redress", "pydantic", "pydantic_core", "annotated_types", "typing_inspection", "cryptography", "google",
    "structlog", "asyncpg", "prometheus_client",
)  # fmt: skip
"""Loaded once instead of per run. The sandbox does not watch these for clocks and chance: lint does."""

ACTIVITY_SLOTS: Final = 8
LOCAL_SLOTS: Final = 16
JOB_SLOTS: Final = 2
"""Jobs that work at once in one process: long work waits for people's work, never the other way round."""

POOL_SIZE: Final = ACTIVITY_SLOTS + LOCAL_SLOTS + 4 * JOB_SLOTS
"""A connection for each step that may run at once; fewer would make steps wait within their two seconds."""

POLLERS: Final = 16
CACHED_CASES: Final = 1000


def runner() -> SandboxedWorkflowRunner:
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    )


def prepare() -> None:
    """Builds the readers of a case's tasks, once per process."""
    for kind in READ_IN_TASKS:
        reader(kind)


def worker(
    client: Client,
    task_queue: str,
    workflows: Sequence[type],
    activities: Sequence[Callable[..., Any]],
    *,
    slots: int = ACTIVITY_SLOTS,
) -> Worker:
    """One worker of a queue, not yet running."""
    if any(each.__name__ == WORKFLOW for each in workflows):
        prepare()
    return Worker(
        client,
        task_queue=task_queue,
        workflows=workflows,
        activities=activities,
        workflow_runner=runner(),
        max_cached_workflows=CACHED_CASES,
        max_concurrent_activities=slots,
        max_concurrent_local_activities=LOCAL_SLOTS,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(maximum=POLLERS),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(maximum=POLLERS),
        graceful_shutdown_timeout=GRACE,
    )
