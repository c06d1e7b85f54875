"""Starts a clue's own case and ends. A case whose child is still running cannot be fast-forwarded (the engine
counts children as work in flight), and a clue lives for weeks: so the case's child is this short workflow.
"""

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from redress.contracts.complaint import CLUE_START, WORKFLOW, ComplaintInput, workflow_id


@workflow.defn(name=CLUE_START)
class ClueStart:
    """One start of one clue; the clue begins at the case's own time, also in a rehearsal."""

    @workflow.run
    async def run(self, start: ComplaintInput) -> None:
        if start.registration is None:
            return
        try:
            await workflow.start_child_workflow(
                WORKFLOW,
                start,
                id=workflow_id(start.registration.case_id),
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("the clue has its case already")
