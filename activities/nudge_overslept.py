"""Nudges cases whose next moment passed without an event. What follows the case decides itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.recorder import told_apart
from redress.contracts.complaint import workflow_id
from redress.contracts.sweeps import NUDGE, NUDGE_OVERSLEPT, OVERSLEPT_BY, NudgeReport
from redress.observability.metrics import LOST, NUDGED
from redress.persistence.pool import Pool, transaction
from redress.persistence.reading import overslept

log = structlog.get_logger("redress.sweep")

SIGNAL_IN: Final = timedelta(seconds=5)
ENGINE_AWAY: Final = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)
SOONEST: Final = timedelta(minutes=1)
RAREST: Final = timedelta(hours=1)
"""A case that does not stir is nudged after 1, 2, 4 … minutes, at most hourly: a run takes 10,000 signals."""


class NudgeOverslept:
    def __init__(
        self, client: Client, pool: Pool, *, now: Callable[[], datetime], late_by: timedelta = OVERSLEPT_BY
    ) -> None:
        self._client = client
        self._pool = pool
        self._now = now
        self._late_by = late_by
        self._again: dict[str, tuple[datetime, timedelta]] = {}

    @activity.defn(name=NUDGE_OVERSLEPT)
    async def nudge_overslept(self) -> NudgeReport:
        """Nudges every overslept case that is due for it; raises ApplicationError `store_unavailable`.

        A case that the engine does not know is called lost only when the read model, read again, still waits.
        """
        found = await self._overslept()
        self._again = {case_id: self._again[case_id] for case_id in found if case_id in self._again}
        nudged, unknown = 0, []
        for case_id in found:
            activity.heartbeat()
            if not self._due(case_id):
                continue
            if await self._nudge(case_id):
                nudged += 1
            else:
                unknown.append(case_id)
        still = set(await self._overslept()) if unknown else set()
        lost = [case_id for case_id in unknown if case_id in still]
        for case_id in lost:
            log.error("case_not_on_the_engine", case_id=case_id)
        NUDGED.inc(nudged)
        LOST.set(len(lost))
        return NudgeReport(overslept=len(found), nudged=nudged, lost=len(lost))

    async def _overslept(self) -> tuple[str, ...]:
        async with told_apart(), transaction(self._pool) as connection:
            return await overslept(connection, self._late_by)

    def _due(self, case_id: str) -> bool:
        now = self._now()
        at, pause = self._again.get(case_id, (now, SOONEST))
        if now < at:
            return False
        self._again[case_id] = (now + pause, min(pause * 2, RAREST))
        return True

    async def _nudge(self, case_id: str) -> bool:
        handle = self._client.get_workflow_handle(workflow_id(case_id))
        try:
            await handle.signal(NUDGE, rpc_timeout=SIGNAL_IN)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            if error.status in ENGINE_AWAY:
                raise
            log.warning("nudge_refused", case_id=case_id, code=error.status.name)
        return True
