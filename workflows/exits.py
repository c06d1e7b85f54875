"""What a case asks of the world outside: its steps, its search attributes, the archive, the clue's own case,
and other cases that it is tied to.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import (
    RetryPolicy,
    SearchAttributeKey,
    SearchAttributeUpdate,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import FailureError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from redress.contracts import search_attributes as sa
    from redress.contracts.complaint import (
        CLUE_START,
        EXPORT_HISTORY,
        LOCAL_LIMIT,
        TIE,
        ComplaintInput,
        HistoryExport,
        StepOutcome,
        clue_start_id,
        step_of,
        workflow_id,
    )
    from redress.contracts.recording import Batch, CaseSummary
    from redress.domain.ties import Tie

T = TypeVar("T", str, bool, datetime)

ONCE = RetryPolicy(maximum_attempts=1)
WITHOUT_END = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30))
DEFECT_PAUSE = timedelta(minutes=10)
"""How long a case waits before it offers a batch again that the store calls wrong: a person has to look."""


async def record(batch: Batch) -> StepOutcome:
    """Records a batch by its step: at once where the store answers, otherwise for as long as it takes."""
    step = step_of(batch)
    recorded: StepOutcome | None = None
    try:
        recorded = await workflow.execute_local_activity(
            step,
            batch,
            result_type=StepOutcome,
            schedule_to_close_timeout=LOCAL_LIMIT,
            retry_policy=ONCE,
        )
    except FailureError:
        workflow.logger.warning("step %s goes to the queue", step)
    while recorded is None:
        try:
            recorded = await workflow.execute_activity(
                step,
                batch,
                result_type=StepOutcome,
                start_to_close_timeout=timedelta(seconds=30),
                retry_policy=WITHOUT_END,
            )
        except FailureError:
            workflow.logger.error("step %s cannot be recorded", step)
            await workflow.sleep(DEFECT_PAUSE)
    return recorded


async def export_history(case_id: str, run_id: str) -> None:
    """Puts a run's history into the archive before the engine may drop it."""
    await workflow.execute_activity(
        EXPORT_HISTORY,
        HistoryExport(case_id=case_id, workflow_id=workflow.info().workflow_id, run_id=run_id),
        start_to_close_timeout=timedelta(minutes=5),
        heartbeat_timeout=timedelta(seconds=30),
        retry_policy=WITHOUT_END,
    )


async def start_clue(start: ComplaintInput) -> None:
    """Starts the clue's own case, which outlives this one; once, however often it is asked."""
    if start.registration is None:
        return
    while True:
        try:
            await workflow.execute_child_workflow(
                CLUE_START,
                start,
                id=clue_start_id(start.registration.case_id),
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("the clue has its case already")
        except FailureError:
            workflow.logger.error("the clue's case could not be started")
            await workflow.sleep(DEFECT_PAUSE)
            continue
        return


async def tell(other: str, tie: Tie) -> None:
    """Tells another case of a tie; one that is over does not hear it any more."""
    try:
        await workflow.get_external_workflow_handle(workflow_id(other)).signal(TIE, tie)
    except FailureError:
        workflow.logger.warning("another case could not be told of a tie")


class Attributes:
    """The search attributes as they were last set: only what changed is sent."""

    def __init__(self) -> None:
        self._shown: dict[str, object] = {}

    def show(self, summary: CaseSummary) -> None:
        changed: list[SearchAttributeUpdate[Any]] = []
        self._note(changed, sa.STAGE, summary.stage)
        self._note(changed, sa.OFFICE, summary.office)
        self._note(changed, sa.OVERDUE, summary.overdue)
        self._note(changed, sa.PRIORITY, str(summary.priority))
        self._note(changed, sa.DUE_AT, summary.next_due_at)
        if changed:
            workflow.upsert_search_attributes(changed)

    def _note(
        self, changed: list[SearchAttributeUpdate[Any]], key: SearchAttributeKey[T], value: T | None
    ) -> None:
        if self._shown.get(key.name) != value:
            self._shown[key.name] = value
            changed.append(key.value_unset() if value is None else key.value_set(value))
