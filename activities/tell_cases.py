"""Signals the next cases that the tables have changed; safe to repeat, for a case takes a revision once."""

import asyncio
from datetime import timedelta
from typing import Final

import structlog
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.recorder import told_apart
from redress.contracts.calendar_load import (
    CASES_AT_A_TIME,
    ROUNDS,
    TELL_CASES,
    CasesTold,
    CasesToTell,
)
from redress.contracts.complaint import ADOPT, Adoption, workflow_id
from redress.domain.counting import CHINA
from redress.domain.tables import Tables
from redress.persistence.jobs import load_told
from redress.persistence.open_clocks import OpenCase, open_cases
from redress.persistence.pool import Pool, transaction
from redress.persistence.regulations import Loaded, loaded_up_to

log = structlog.get_logger("redress.calendar")

SIGNAL_IN: Final = timedelta(seconds=5)
AT_ONCE: Final = 16


class TellCases:
    """`shipped`: the tables before anything was loaded."""

    def __init__(
        self, client: Client, pool: Pool, shipped: Tables, *, at_a_time: int = CASES_AT_A_TIME
    ) -> None:
        self._client = client
        self._pool = pool
        self._shipped = shipped
        self._at_a_time = at_a_time
        self._loads: dict[int, Loaded] = {}

    @activity.defn(name=TELL_CASES)
    async def tell_cases(self, wanted: CasesToTell) -> CasesTold:
        """The next batch after a case; raises ApplicationError `store_unavailable` or RPCError."""
        async with told_apart(), transaction(self._pool) as connection:
            if wanted.revision not in self._loads:
                self._loads[wanted.revision] = await loaded_up_to(connection, self._shipped, wanted.revision)
            cases = await open_cases(connection, wanted.after, self._at_a_time, wanted.office)
        places = asyncio.Semaphore(AT_ONCE)

        async def told(case: OpenCase) -> bool:
            async with places:
                activity.heartbeat()
                return await self._tell(case, wanted)

        heard = await asyncio.gather(*map(told, cases))
        log.info("tables_told", revision=wanted.revision, told=sum(heard))
        last = cases[-1].case_id if cases else None
        async with told_apart(), transaction(self._pool) as connection:
            over = last is None and wanted.round + 1 >= ROUNDS
            await load_told(connection, wanted.revision, len(cases), last, over=over)
        return CasesTold(told=sum(heard), ended=len(heard) - sum(heard), last=last)

    async def _tell(self, case: OpenCase, wanted: CasesToTell) -> bool:
        """False when the case has come to its end."""
        adoption = _adoption(case, self._loads[wanted.revision], wanted)
        handle = self._client.get_workflow_handle(workflow_id(case.case_id))
        try:
            await handle.signal(ADOPT, adoption, rpc_timeout=SIGNAL_IN)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return True


def _adoption(case: OpenCase, loaded: Loaded, wanted: CasesToTell) -> Adoption:
    """All that the case has not from its start: the calendar of its office for the years of its life, and
    what was loaded of the regimes that it counts by.
    """
    first = case.received_at.astimezone(CHINA).date()
    every = loaded.tables.profiles
    regimes = {one.regime for one in every if one.id in case.profiles}
    return Adoption(
        revision=wanted.revision,
        calendar=loaded.of_office(case.office).calendar.since(first.year - 1),
        reason=wanted.reason,
        profiles=tuple(
            one
            for one in every
            if one.revision and one.regime in regimes and (one.valid_to is None or first <= one.valid_to)
        ),
    )
