"""`/v1/outbox`: what could not be delivered; who is in charge tries it again or gives it up with a reason."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Path

from api.auth.reader import Signed
from api.http.json_input import invalid_body
from api.http.once import OnceOnly
from api.http.openapi import described
from api.http.outgoing import Json, jsonable
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.domain.actors import Actor, Role
from redress.domain.facts import STRICT
from redress.domain.sealed import Sealed, Text
from redress.persistence.dead_letters import (
    DeadLetter,
    State,
    case_and_state,
    dead_letters,
    give_up,
    try_again,
)
from redress.persistence.pool import acting_as
from redress.persistence.sealing import Sink, seal

IN_CHARGE: Final = frozenset({Role.SUPERVISOR, Role.BUREAU_HEAD, Role.ADMINISTRATOR})

router = APIRouter(prefix="/v1/outbox", tags=["outbox"])

DeliveryId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingUp:
    """Why nobody tries any more."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    reason: Text


GIVING_UP: Final[StrictReader[GivingUp]] = StrictReader(GivingUp)


@router.get("/dead", summary="Deliveries that died", openapi_extra=described(answer="DeadLetters"))
async def show_dead(reader: Signed, services: ServicesNow) -> Json:
    """The longest dead first: tried too often, or not to be delivered at all as things stand."""
    return Json({"items": [_item(each) for each in await dead(services, reader.actor)]})


@router.post(
    "/{delivery}/retry", summary="Tries a dead delivery again",
    openapi_extra=described(answer="DeliveryState", key=True),
)  # fmt: skip
async def retry(delivery: DeliveryId, services: ServicesNow, once: OnceOnly) -> Json:
    """From now on with all its attempts; one that is not dead stays as it is."""
    return Json({"id": delivery, "state": await tried_again(services, once.actor, delivery)})


@router.post(
    "/{delivery}/give-up", summary="Gives a dead delivery up",
    openapi_extra=described(body="GivingUp", answer="DeliveryState", key=True),
)  # fmt: skip
async def leave(delivery: DeliveryId, services: ServicesNow, once: OnceOnly) -> Json:
    """The case of a notice to a party then records that the party could not be reached."""
    state = await given_up(services, once.actor, delivery, GIVING_UP.read(once.raw))
    return Json({"id": delivery, "state": state})


async def dead(services: Services, actor: Actor) -> list[DeadLetter]:
    """What waits for somebody like the actor; raises `not_in_charge`."""
    _in_charge(actor)
    async with acting_as(services.pool, actor) as connection:
        return await dead_letters(connection)


async def tried_again(services: Services, actor: Actor, delivery: int) -> State:
    """How it stands afterwards; raises `not_in_charge`, `no_such_delivery`."""
    _in_charge(actor)
    async with acting_as(services.pool, actor) as connection:
        found = await case_and_state(connection, delivery)
        if found is None:
            raise problem("no_such_delivery")
        if found[1] is not State.DEAD:
            return found[1]
        await try_again(connection, delivery, actor.person)
    return State.WAITING


async def given_up(services: Services, actor: Actor, delivery: int, given: GivingUp) -> State:
    """Once; raises `not_in_charge`, `no_such_delivery`, `not_dead`, `invalid_body`."""
    _in_charge(actor)
    sink = Sink()
    sealed = seal(given, sink)
    if not isinstance(sealed.reason, Sealed) or not all(text.text.strip() for text in sink.texts.values()):
        raise invalid_body(field_error("reason", "blank"))
    if not sink.texts:
        raise invalid_body(field_error("reason", "reference_not_allowed"))
    async with acting_as(services.pool, actor) as connection:
        found = await case_and_state(connection, delivery)
        if found is None:
            raise problem("no_such_delivery")
        case_id, state = found
        if state is State.GIVEN_UP:
            return state
        if state is not State.DEAD:
            raise problem("not_dead")
        await services.vault.seal_many(connection, case_id, sink.texts)
        await give_up(connection, delivery, actor.person, sealed.reason.ref)
    return State.GIVEN_UP


def _in_charge(actor: Actor) -> None:
    if not IN_CHARGE.intersection(actor.roles):
        raise problem("not_in_charge")


def _item(letter: DeadLetter) -> dict[str, Any]:
    shown: dict[str, Any] = jsonable(letter)
    return {**shown, "payload": json.loads(letter.payload)}
