"""The schedules of the sweeps: never two at once, and nothing is caught up after an outage."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from redress.contracts.jobs import JOB_SWEEP
from redress.contracts.sweeps import (
    ASSIGNMENT_SWEEP,
    ESCALATION_SWEEP,
    FILE_SWEEP,
    PENDING_COMMANDS,
    assignment_schedule,
    files_schedule,
    jobs_schedule,
    pending_schedule,
    sweep_schedule,
)

EVERY: Final = timedelta(minutes=1)
FILES_EVERY: Final = timedelta(hours=1)
CATCH_UP: Final = timedelta(minutes=1)
"""A sweep looks at everything that is late, so one after an outage does the work of all that were missed."""

LIMIT: Final = timedelta(minutes=10)


async def ensure_schedules(client: Client, queue: str) -> None:
    """Creates the schedules, or makes them what they should be; safe when two processes start at once."""
    for schedule_id, workflow, every in (
        (sweep_schedule(queue), ESCALATION_SWEEP, EVERY),
        (pending_schedule(queue), PENDING_COMMANDS, EVERY),
        (assignment_schedule(queue), ASSIGNMENT_SWEEP, EVERY),
        (files_schedule(queue), FILE_SWEEP, FILES_EVERY),
        (jobs_schedule(queue), JOB_SWEEP, EVERY),
    ):
        wanted = _schedule(schedule_id, workflow, queue, every)
        try:
            await client.create_schedule(schedule_id, wanted)
        except ScheduleAlreadyRunningError:
            await client.get_schedule_handle(schedule_id).update(_Becoming(wanted))


class _Becoming:
    """Keeps an operator's pause, replaces the rest."""

    def __init__(self, wanted: Schedule) -> None:
        self._wanted = wanted

    def __call__(self, present: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(schedule=replace(self._wanted, state=present.description.schedule.state))


def _schedule(schedule_id: str, workflow: str, queue: str, every: timedelta) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            workflow, id=schedule_id, task_queue=queue, execution_timeout=LIMIT
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=CATCH_UP),
    )
