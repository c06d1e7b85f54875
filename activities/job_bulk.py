"""Bulk work: sends the commands that a job holds, each once, and notes what each case answered."""

import asyncio
import json
from typing import Final

from activities.recorder import told_apart
from activities.settle_pending import SettlePending
from redress.contracts.jobs import BatchRun, ItemState, JobState
from redress.persistence.commands_log import LoggedCommand, Status, held_commands, settle
from redress.persistence.jobs import (
    Job,
    JobItem,
    call_off_items,
    end,
    may_send,
    settle_item,
    waiting_items,
)
from redress.persistence.pool import Pool, transaction

AT_A_TIME: Final = 40
AT_ONCE: Final = 4
"""Cases beside each other: people work on the same engine meanwhile."""

AGAIN_IN: Final = 3
"""Seconds after which a case that gave no answer is asked again."""


class BulkWork:
    def __init__(self, pool: Pool, sending: SettlePending, *, at_a_time: int = AT_A_TIME) -> None:
        self._pool = pool
        self._sending = sending
        self._at_a_time = at_a_time

    async def batch(self, job: Job) -> BatchRun:
        async with told_apart(), transaction(self._pool) as connection:
            items = await waiting_items(connection, job.id, self._at_a_time)
            if not items:
                return BatchRun(state=await end(connection, job.id, JobState.DONE))
            commands = await held_commands(connection, [one.command_id or "" for one in items])
        silent = await self._sent(job, items, commands)
        return BatchRun(state=JobState.RUNNING, again_in=AGAIN_IN if silent else 0)

    async def call_off(self, job: Job) -> BatchRun:
        """A command that may have reached its case is followed to its answer; the others never are sent."""
        async with told_apart(), transaction(self._pool) as connection:
            await call_off_items(connection, job.id)
            items = await waiting_items(connection, job.id, self._at_a_time)
            if not items:
                return BatchRun(state=await end(connection, job.id, JobState.CANCELLED))
            commands = await held_commands(connection, [one.command_id or "" for one in items])
        silent = await self._sent(job, items, commands)
        return BatchRun(state=JobState.CANCELLING, again_in=AGAIN_IN if silent else 0)

    async def _sent(self, job: Job, items: list[JobItem], commands: dict[str, LoggedCommand]) -> int:
        """How many gave no answer."""
        places = asyncio.Semaphore(AT_ONCE)

        async def one(item: JobItem) -> bool:
            async with places:
                return await self._answered(job, item, commands[item.command_id or ""])

        return (await asyncio.gather(*map(one, items))).count(False)

    async def _answered(self, job: Job, item: JobItem, command: LoggedCommand) -> bool:
        """False: no answer, or the job was cancelled before this item."""
        async with told_apart(), transaction(self._pool) as connection:
            if not await may_send(connection, job.id, item.n):
                return True
        settlement = await self._sending.answer(command)
        if settlement is None:
            return False
        status, result = settlement
        refused = status is Status.REFUSED
        async with told_apart(), transaction(self._pool) as connection:
            await settle(connection, command.command_id, status, result)
            code = json.loads(result)["code"] if refused else None
            await settle_item(
                connection, job.id, item.n, ItemState.REFUSED if refused else ItemState.DONE, code
            )
        return True
