"""The regular sweeps, started by schedules: one activity each, safe to repeat; the next minute retries."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from redress.contracts.sweeps import (
        ASSIGN_NEW,
        ASSIGNMENT_SWEEP,
        ESCALATION_SWEEP,
        FILE_SWEEP,
        NUDGE_OVERSLEPT,
        PENDING_COMMANDS,
        SETTLE_PENDING,
        SWEEP_FILES,
        AssignReport,
        FilesReport,
        NudgeReport,
        SettleReport,
    )

LIMIT = timedelta(minutes=5)
SIGN_OF_LIFE = timedelta(seconds=40)
ONCE = RetryPolicy(maximum_attempts=1)


@workflow.defn(name=ESCALATION_SWEEP)
class EscalationSweep:
    @workflow.run
    async def run(self) -> NudgeReport:
        """Nudges the cases that overslept a moment of theirs (design §4.13)."""
        report: NudgeReport = await workflow.execute_activity(
            NUDGE_OVERSLEPT,
            result_type=NudgeReport,
            start_to_close_timeout=LIMIT,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=ONCE,
        )
        return report


@workflow.defn(name=PENDING_COMMANDS)
class PendingCommands:
    @workflow.run
    async def run(self) -> SettleReport:
        """Sends the commands again whose answer nobody has seen, with the same id (design §4.5)."""
        report: SettleReport = await workflow.execute_activity(
            SETTLE_PENDING,
            result_type=SettleReport,
            start_to_close_timeout=LIMIT,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=ONCE,
        )
        return report


@workflow.defn(name=ASSIGNMENT_SWEEP)
class AssignmentSweep:
    @workflow.run
    async def run(self) -> AssignReport:
        """Gives new cases to people by the offices' rules."""
        report: AssignReport = await workflow.execute_activity(
            ASSIGN_NEW,
            result_type=AssignReport,
            start_to_close_timeout=LIMIT,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=ONCE,
        )
        return report


@workflow.defn(name=FILE_SWEEP)
class FileSweep:
    @workflow.run
    async def run(self) -> FilesReport:
        """Clears the store of files that never became evidence."""
        report: FilesReport = await workflow.execute_activity(
            SWEEP_FILES,
            result_type=FilesReport,
            start_to_close_timeout=LIMIT,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=ONCE,
        )
        return report
