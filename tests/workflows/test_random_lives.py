"""Cases treated at random on the real engine, with time passing: what it records is what the domain decides,
nothing is wedged, every case comes home, and all of them replay.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter, ValidationError
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from redress.contracts.complaint import ACT, Order
from redress.contracts.ids import derived_id
from redress.contracts.recorded import EVENT, ledger_row
from redress.contracts.recording import LedgerRow
from redress.domain import events as e
from redress.domain.actors import Actor
from redress.domain.case import Case as CaseState
from redress.domain.case import Stage
from redress.domain.context import EDITION, Context
from redress.domain.deciding import decide
from redress.domain.opening import fold
from redress.domain.passing import pass_time
from redress.domain.refusals import Refusal
from redress.domain.view import CaseView
from redress.domain.views import view_of
from tests.domain.random_commands import in_words
from tests.domain.random_lives import Life, Tally, dice
from tests.domain.ways_home import next_of
from tests.workflows.desk import OFFICE, Case, Desk

WORDS = "买的保健品宣称三十天改善视力。"
STEPS = 6
AT_ONCE = 4
FROM_OUTSIDE = frozenset(
    {"intake_checked", "document_numbered", "case_linked", "signal_refused", "complaint_registered"}
)
"""Events that no command and no passing of time of this case brings."""
STORY_OFFICE = "jiangzhou.qinghe"


@dataclass
class Mirror:
    """A case on the engine and the same case in the domain alone, which decides what the engine decided."""

    desk: Desk
    case: Case
    life: Life
    orders: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    async def give(self, actor: Actor, command: Any) -> str | None:
        """Gives a command to the engine, and the domain answers the same; the code of a refusal."""
        actor, sealed = await self._as_sent(actor, command)
        order = Order(id=str(uuid4()), actor=actor, command=sealed, offices=self.desk.offices)
        self.orders += 1
        try:
            await self.case.execute_update(ACT, order, id=order.id, result_type=CaseView)
        except WorkflowUpdateFailedError as failed:
            cause = failed.cause
            assert isinstance(cause, ApplicationError)
            if not _readable(sealed):  # an amount that is no number: no worker reads it, no rule sees it
                assert cause.type == "RuntimeError"
                self.refused["unreadable"] += 1
                return "unreadable"
            await self.catch_up()
            decided = decide(self.life.case, sealed, self._context(order))
            assert isinstance(decided, Refusal), f"{sealed.type}: the engine refused with {cause.type}"
            assert decided.code == cause.type
            self.refused[decided.code] += 1
            return decided.code
        await self.catch_up(order)
        return None

    async def _as_sent(self, actor: Actor, command: Any) -> tuple[Actor, Any]:
        case_id = self.case.id.removeprefix("complaint/")
        spoken = _here(in_words(command, WORDS))
        return _here(actor), await self.desk.sealed(case_id, spoken)

    def _context(self, order: Order) -> Context:
        case = self.life.case
        return Context(
            actor=order.actor,
            now=self.life.now,
            tables=self.life.tables,
            command_id=order.id,
            new_id=derived_id(self.life.now, case.case_id, str(case.version)),
            edition=EDITION,
            offices=order.offices,
        )

    async def catch_up(self, order: Order | None = None) -> None:
        """Brings the domain's case to where the engine's is, by deciding the same; `order` was accepted."""
        seq = self.life.case.version + 1
        rows = await self.case.query("timeline", seq, result_type=list[LedgerRow])
        while rows:
            assert rows[0].seq == self.life.case.version + 1
            self.life.now = rows[0].at
            entries = self._expected(rows, order)
            if order and entries and entries[-1].command_id == order.id:
                order = None
            assert tuple(map(ledger_row, entries)) == tuple(rows[: len(entries)])
            self.life.case = fold(entries, self.life.case)
            self.life.recorded += entries
            rows = rows[len(entries) :]
        assert order is None, "accepted, and the domain decides otherwise"
        view = await self.desk.view(self.case)
        self.life.now = view.now

    def _expected(self, rows: list[LedgerRow], order: Order | None) -> tuple[e.Recorded, ...]:
        case, now = self.life.case, self.life.now
        if order is not None:
            decided = decide(case, order.command, self._context(order))
            if not isinstance(decided, Refusal) and ledger_row(decided[0]) == rows[0]:
                return decided
        passed = pass_time(case, now, self.life.tables)[1]
        if passed and ledger_row(passed[0]) == rows[0]:
            return passed
        assert rows[0].type in FROM_OUTSIDE, rows[0].type
        return (_read(rows[0]),)

    async def pass_time(self, span: timedelta) -> None:
        await self.desk.pass_time(self.case, span)
        await self.catch_up()

    async def agrees(self) -> None:
        """The engine shows what the domain shows: stage, version, clocks and all."""
        view = await self.desk.view(self.case)
        assert view == view_of(self.life.case, self.life.tables, view.now)


def _read(row: LedgerRow) -> e.Recorded:
    return e.Recorded(
        seq=row.seq,
        at=row.at,
        occurred_at=row.occurred_at,
        person=row.actor,
        office=row.office,
        command_id=None,
        event=EVENT.validate_json(row.body),
    )


def _readable(command: Any) -> bool:
    kind: TypeAdapter[Any] = TypeAdapter(type(command))
    try:
        kind.validate_json(kind.dump_json(command))
    except ValidationError:
        return False
    return True


def _here(held: Any) -> Any:
    """The same with the desk's offices in place of the stories'."""
    changed = {
        name: OFFICE + value.removeprefix(STORY_OFFICE)
        for name in ("office", "to", "with_office", "competent")
        if isinstance(value := getattr(held, name, None), str) and value.startswith(STORY_OFFICE)
    }
    return replace(held, **changed) if changed else held


async def life_of(desk: Desk, seed: int) -> Mirror:
    """A case of this seed, lived and brought home."""
    chance = dice(seed)
    case = await desk.file(beside=chance.choice(((), ("orders-given",), ("orders-given", "promise-12315"))))
    await desk.until(case, "intake_checked")
    first = await case.query("timeline", 1, result_type=list[LedgerRow])
    state = fold((_read(first[0]),), CaseState())
    life = Life(state, first[0].at, desk.tables, (_read(first[0]),), EDITION, Tally())
    mirror = Mirror(desk, case, life)
    for row in first[1:]:
        life.recorded += (_read(row),)
        life.case = fold((_read(row),), life.case)
    await mirror.catch_up()
    for _ in range(STEPS):
        if life.case.stage is Stage.ARCHIVED:
            break
        await random_step(mirror, chance)
    await mirror.agrees()
    await come_home(mirror)
    await mirror.agrees()
    return mirror


async def random_step(mirror: Mirror, chance: Random) -> None:
    if chance.random() < 0.25:
        await mirror.pass_time(timedelta(hours=chance.choice((5, 24, 80, 24 * 12, 24 * 45))))
        return
    for actor, command in mirror.life.drawn(chance):
        await mirror.give(actor, command)


async def come_home(mirror: Mirror) -> None:
    for _ in range(40):
        if mirror.life.case.closed_at or mirror.life.case.stage is Stage.ARCHIVED:
            return
        now = mirror.life.now
        actor, command = next_of(mirror.life)
        if mirror.life.now > now:
            await mirror.pass_time(mirror.life.now - now)
            actor, command = next_of(mirror.life)
        refused = await mirror.give(actor, command)
        assert refused is None, f"{command.type}: {refused}"
    raise AssertionError("no way home")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("lives", [8, pytest.param(200, marks=pytest.mark.long)])
async def test_random_lives_on_the_engine_are_those_of_the_domain(desk: Desk, lives: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    failed: dict[int, BaseException] = {}

    async def one(seed: int) -> Mirror | None:
        async with gate:
            try:
                return await life_of(desk, seed)
            except (AssertionError, WorkflowUpdateFailedError, RPCError) as error:
                failed[seed] = error
                return None

    lived = [mirror for mirror in await asyncio.gather(*map(one, range(lives))) if mirror]
    assert not failed, f"of {lives} seeds: {failed}"
    assert sum(mirror.orders for mirror in lived) > 8 * lives
    assert all(mirror.life.case.closed_at for mirror in lived)


