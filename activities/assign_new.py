"""Gives new cases to people by the offices' rules (S0-31): as commands, written before they are sent.

Killed in between, the row is there and the sweep of pending commands sends it again under the same id.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog
from temporalio import activity

from activities.recorder import told_apart
from activities.settle_pending import SettlePending
from redress.contracts.complaint import Order
from redress.contracts.pending import pending_json
from redress.contracts.sweeps import ASSIGN_NEW, AssignReport
from redress.domain.actors import SYSTEM, Actor
from redress.domain.assignment import Candidate, choose
from redress.domain.commands import Assign
from redress.domain.counting import CHINA
from redress.persistence.assignment import Unassigned, leaves_from, rules_of, staff, unassigned
from redress.persistence.commands_log import LoggedCommand, NewCommand, find, insert_pending
from redress.persistence.pool import Pool, transaction

log = structlog.get_logger("redress.sweep")


class AssignNew:
    def __init__(self, pool: Pool, settle: SettlePending, *, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._settle = settle
        self._now = now

    @activity.defn(name=ASSIGN_NEW)
    async def assign_new(self) -> AssignReport:
        """Gives every case that an automatic rule fits to the least loaded; raises `store_unavailable`.

        A case whose assignment was refused stays with the people who look at the desk.
        """
        written = await self._written()
        for command in written:
            activity.heartbeat()
            await self._settle.settle(command)
        if written:
            log.info("cases_assigned", cases=len(written))
        return AssignReport(assigned=len(written))

    async def _written(self) -> list[LoggedCommand]:
        """The new commands, one transaction for all: what was chosen counts for the next choice."""
        async with told_apart(), transaction(self._pool) as connection:
            rules = await rules_of(connection)
            waiting = await unassigned(connection) if rules else ()
            if not waiting:
                return []
            day = self._now().astimezone(CHINA).date()
            leaves = await leaves_from(connection, day)
            people = list(await staff(connection))
            written: list[LoggedCommand] = []
            for one in waiting:
                chosen = choose(one.case, rules, people, leaves, day)
                if chosen is None or not chosen.automatic:
                    continue
                command = _command(one, chosen.person)
                if await insert_pending(connection, command) is None:
                    people = [_busier(each, chosen.person) for each in people]
                    logged = await find(connection, command.scope, command.key)
                    written += [logged] if logged else []
            return written


def _command(one: Unassigned, person: str) -> NewCommand:
    """The assignment of a case's round to a person: always the same id, so never two of them."""
    key = f"assign:{one.case_id}:{one.round}:{person}"
    command_id = hashlib.sha256(f"{SYSTEM.person}\0{key}".encode()).hexdigest()
    actor = Actor(SYSTEM.person, one.case.office, SYSTEM.roles)
    order = Order(id=command_id, actor=actor, command=Assign(handler=person))
    return NewCommand(
        scope=SYSTEM.person,
        key=key,
        command_id=command_id,
        case_id=one.case_id,
        body_hmac=hashlib.sha256(key.encode()).digest(),
        sealed=pending_json(order),
        actor=actor,
    )


def _busier(candidate: Candidate, person: str) -> Candidate:
    if candidate.person != person:
        return candidate
    return replace(candidate, open_cases=candidate.open_cases + 1)
