"""Delivers what waits in the outbox, at least once; every courier tells once."""

import asyncio
from datetime import timedelta
from typing import Final

import structlog

from redress.notify.port import Courier, NotDelivered, NotYet, Undeliverable, WithAPerson
from redress.observability.metrics import DELIVERIES
from redress.persistence.outbox import Delivery, bell, claim, delivered, died, failed, put_off
from redress.persistence.pool import Pool, StoreUnavailable, transaction

log = structlog.get_logger("redress.relay")

AT_ONCE: Final = 5
LEASE: Final = timedelta(seconds=120)
"""Longer than `AT_ONCE` deliveries that all run into their time limit."""

LOOK_EVERY: Final = timedelta(seconds=5)
"""The bell saves waiting; looking finds what is due again, and what a lost bell did not ring for."""

LOOKS_PER_BELL: Final = 60
"""A bell whose connection was cut is silent and does not say so; it is hung up anew now and then."""

STORE_AWAY: Final = timedelta(seconds=2)

MOST_ATTEMPTS: Final = 100
"""With the waits of the outbox about a day."""


class Relay:
    """`name` tells this process's claims from another's; `kinds`: what may be claimed here.

    What was tried `attempts` times without success is dead: a person works it off.
    """

    def __init__(
        self,
        pool: Pool,
        courier: Courier,
        name: str,
        kinds: tuple[str, ...],
        *,
        attempts: int = MOST_ATTEMPTS,
        lease: timedelta = LEASE,
        look_every: timedelta = LOOK_EVERY,
    ) -> None:
        self._pool = pool
        self._courier = courier
        self._name = name
        self._kinds = kinds
        self._attempts = attempts
        self._lease = lease
        self._look_every = look_every

    async def run(self, stop: asyncio.Event) -> None:
        """Delivers until `stop` and finishes what it has begun; where the store is away it waits and goes on.

        Not by cancelling: Python 3.11 may lose a cancellation that meets the end of a wait.
        """
        while not stop.is_set():
            try:
                await self._listen(stop)
            except StoreUnavailable as error:
                log.warning("outbox_out_of_reach", error=str(error))
                await _first_of(STORE_AWAY, stop)

    async def _listen(self, stop: asyncio.Event) -> None:
        async with bell(self._pool) as rung:
            for _ in range(LOOKS_PER_BELL):
                rung.clear()
                while not stop.is_set() and await self.deliver_due():
                    pass
                await _first_of(self._look_every, rung, stop)
                if stop.is_set():
                    return

    async def deliver_due(self) -> int:
        """Claims a handful of due rows and delivers each; answers how many; raises `StoreUnavailable`."""
        async with transaction(self._pool) as connection:
            claimed = await claim(
                connection, self._name, kinds=self._kinds, limit=AT_ONCE, lease=self._lease
            )
        for delivery in sorted(claimed, key=lambda each: each.id):
            await self._deliver(delivery)
        return len(claimed)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._courier.carry(delivery)
        except StoreUnavailable:
            raise
        except NotYet as held:
            async with transaction(self._pool) as connection:
                await put_off(connection, delivery, self._name, held.until)
            outcome = "held"
        except WithAPerson:
            outcome = "with_a_person"
        except Exception as error:  # one delivery that cannot be made must not hold up the others
            outcome = await self._not_made(delivery, error)
        else:
            async with transaction(self._pool) as connection:
                kept = await delivered(connection, delivery, self._name)
            outcome = "delivered" if kept else "taken_over"
            log.info("told", case_id=delivery.case_id, kind=delivery.kind, outcome=outcome)
        DELIVERIES.labels(outcome).inc()

    async def _not_made(self, delivery: Delivery, error: Exception) -> str:
        kind = str(error) if isinstance(error, NotDelivered) else type(error).__name__
        dead = isinstance(error, Undeliverable) or delivery.attempts >= self._attempts
        log.warning(
            "not_delivered", case_id=delivery.case_id, kind=delivery.kind, error=kind,
            attempts=delivery.attempts, outcome="dead" if dead else "put_off",
        )  # fmt: skip
        async with transaction(self._pool) as connection:
            if dead:
                await died(connection, delivery, self._name, kind)
            else:
                await failed(connection, delivery, self._name, kind)
        return "dead" if dead else "put_off"


async def _first_of(limit: timedelta, *events: asyncio.Event) -> None:
    """Waits for one of the events, no longer than `limit`."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=limit.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
