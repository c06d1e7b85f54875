"""Many cases to one colleague: `POST /v1/assignments`, `POST /v1/handover` of all that somebody has in hand.

Every order is written before the first is sent: what a lost process has not sent the sweep of pending
commands does, and the same key answers for the same cases.
"""

import asyncio
import hashlib
import json
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from fastapi import APIRouter

from api.http.commands import COMMAND, carry_out, written_first
from api.http.once import Once, OnceOnly, once_of
from api.http.one_case import case_id_of
from api.http.openapi import described
from api.http.outbox import IN_CHARGE
from api.http.outgoing import Json
from api.http.problems import Problem, problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader
from redress.domain.actors import Actor
from redress.domain.facts import STRICT
from redress.domain.permissions import may
from redress.persistence.assignment import cases_in_hand, may_be_given
from redress.persistence.bulk import Bulk, bulk_of, keep_bulk
from redress.persistence.pool import acting_as

AT_ONCE: Final = 8

router = APIRouter(prefix="/v1", tags=["assignment"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignments:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    case_ids: tuple[str, ...]
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    from_person: str
    to_person: str


ASSIGNMENTS: Final[StrictReader[Assignments]] = StrictReader(Assignments)
HANDOVER: Final[StrictReader[Handover]] = StrictReader(Handover)


@router.post(
    "/assignments", summary="Gives many cases to somebody",
    openapi_extra=described(body="Assignments", answer="Assigned", key=True),
)  # fmt: skip
async def assign_many(services: ServicesNow, once: OnceOnly) -> Json:
    """An answer per case: `done`, `pending` (it will be), or the code of the refusal."""
    given = ASSIGNMENTS.read(once.raw)
    return Json({"items": await assigned(services, once, given.case_ids, given.handler)})


@router.post(
    "/handover", summary="Hands somebody's cases over",
    openapi_extra=described(body="Handover", answer="Assigned", key=True),
)  # fmt: skip
async def hand_over(services: ServicesNow, once: OnceOnly) -> Json:
    """All open cases of `from_person` in the reader's offices, an answer per case."""
    given = HANDOVER.read(once.raw)
    return Json({"items": await handed_over(services, once, given.from_person, given.to_person)})


async def handed_over(services: Services, once: Once, giver: str, taker: str) -> list[dict[str, Any]]:
    """As `assigned`, of every case that `giver` has in hand; somebody else's are handed over by who leads."""
    if giver != once.actor.person and not IN_CHARGE.intersection(once.actor.roles):
        raise problem("not_leading")
    async with acting_as(services.pool, once.actor) as connection:
        cases = await cases_in_hand(connection, giver)
    return await assigned(services, once, cases, taker)


async def assigned(
    services: Services, once: Once, case_ids: tuple[str, ...], handler: str
) -> list[dict[str, Any]]:
    """The answer of each case; raises `not_leading`, `unknown_person`, a reused key."""
    actor = once.actor
    if not may(actor.roles, "assign"):
        raise problem("not_leading")
    known = await _kept(services, once, tuple(dict.fromkeys(case_ids)), handler)
    orders = {case_id: _order(services, actor, once.key, case_id, known.handler) for case_id in known.cases}
    refused = {case_id: await _first(services, case_id, order) for case_id, order in orders.items()}
    places = asyncio.Semaphore(AT_ONCE)

    async def one(case_id: str) -> dict[str, Any]:
        outcome = refused[case_id]
        if outcome is None:
            async with places:
                outcome = await _outcome(services, case_id, orders[case_id])
        return {"case_id": case_id, "outcome": outcome}

    return list(await asyncio.gather(*(one(case_id) for case_id in known.cases)))


async def _kept(services: Services, once: Once, case_ids: tuple[str, ...], handler: str) -> Bulk:
    """What this key is about: decided by its first request."""
    cases = tuple(case_id_of(case_id) for case_id in case_ids)
    async with acting_as(services.pool, once.actor) as connection:
        known = await bulk_of(connection, once.scope, once.key)
        if known is None:
            if not await may_be_given(connection, handler, once.actor.office):
                raise problem("unknown_person")
            known = await keep_bulk(connection, once.scope, once.key, once.body_hmac, handler, cases)
    if known.body_hmac != once.body_hmac:
        raise problem("idempotency_key_reused")
    return known


def _order(services: Services, actor: Actor, key: str, case_id: str, handler: str) -> Once:
    """The request that would have given this case alone, under a key of its own."""
    own = hashlib.sha256(f"{key}\0{case_id}".encode()).hexdigest()
    raw = json.dumps({"type": "assign", "handler": handler}).encode()
    return once_of(services, actor, own, f"POST /v1/complaints/{case_id}/commands", raw)


async def _first(services: Services, case_id: str, order: Once) -> str | None:
    """Writes the order; the code of what stands against it at once."""
    try:
        await written_first(services, case_id, COMMAND.read(order.raw), order)
    except Problem as found:
        return found.code
    return None


async def _outcome(services: Services, case_id: str, order: Once) -> str:
    try:
        await carry_out(services, case_id, COMMAND.read(order.raw), order)
    except Problem as found:
        return "pending" if found.status == 503 or found.code == "still_running" else found.code
    return "done"
