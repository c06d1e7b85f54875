"""Brings one load of tables to every living case, batch by batch; what moves there the case says itself."""

from dataclasses import replace
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from redress.contracts.calendar_load import (
        CALENDAR_LOAD,
        FILED_BEFORE,
        PROGRESS,
        ROUNDS,
        SETTLED_IN,
        TELL_CASES,
        CasesTold,
        CasesToTell,
        LoadProgress,
        LoadStart,
    )
    from redress.contracts.ids import uuid7
    from workflows.exits import WITHOUT_END


@workflow.defn(name=CALENDAR_LOAD)
class CalendarLoad:
    @workflow.init
    def __init__(self, start: LoadStart) -> None:
        self._start = start
        self._progress = start.progress or LoadProgress(
            revision=start.revision, started_at=workflow.now()
        )

    @workflow.run
    async def run(self, start: LoadStart) -> LoadProgress:
        while True:
            await self._round()
            if self._progress.rounds == ROUNDS:
                self._progress = replace(self._progress, done=True)
                return self._progress
            await workflow.sleep(SETTLED_IN)
            filed_since = uuid7(self._progress.started_at - FILED_BEFORE, bytes(10))
            self._progress = replace(self._progress, after=filed_since)

    async def _round(self) -> None:
        """From the last case told to the end; a long walk goes on in a new run."""
        while told := await self._tell():
            self._progress = replace(self._progress, after=told)
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(replace(self._start, progress=self._progress))
        self._progress = replace(self._progress, rounds=self._progress.rounds + 1)

    async def _tell(self) -> str | None:
        now = self._progress
        batch: CasesTold = await workflow.execute_activity(
            TELL_CASES,
            CasesToTell(
                revision=now.revision,
                reason=self._start.reason,
                after=now.after,
                office=self._start.office,
                round=now.rounds,
            ),
            result_type=CasesTold,
            start_to_close_timeout=timedelta(minutes=2),
            heartbeat_timeout=timedelta(seconds=15),
            retry_policy=WITHOUT_END,
        )
        self._progress = replace(now, told=now.told + batch.told, ended=now.ended + batch.ended)
        return batch.last

    @workflow.query(name=PROGRESS)
    def progress(self) -> LoadProgress:
        return self._progress
