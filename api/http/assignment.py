"""Who gets new cases and who stands in: an office's rules, leaves, and the proposal for one case."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Path, Request

from api.auth.reader import Signed
from api.http.json_input import invalid_body, raw_body
from api.http.once import OnceOnly
from api.http.one_case import CaseId
from api.http.openapi import described
from api.http.outbox import IN_CHARGE
from api.http.outgoing import Json
from api.http.problems import problem
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.domain.actors import Actor, at_or_below
from redress.domain.assignment import AssignmentRule, Choice, Leave, choose
from redress.domain.counting import CHINA
from redress.domain.facts import STRICT
from redress.persistence.assignment import (
    EnteredLeave,
    add_leave,
    leaves_from,
    may_be_given,
    new_case,
    put_rules,
    remove_leave,
    rules_of,
    staff,
)
from redress.persistence.pool import Connection, acting_as

router = APIRouter(prefix="/v1", tags=["assignment"])


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGiven:
    """One line of the table; its place in the list is its position. See `AssignmentRule`."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    category: str | None = None
    region: str | None = None
    persons: tuple[str, ...] = ()
    most_open: int | None = None
    automatic: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesGiven:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    rules: tuple[RuleGiven, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveGiven:
    """`person` is away on both days and all between; `deputy` takes new cases and the person's place."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    person: str
    from_on: date
    to_on: date
    deputy: str | None = None


RULES_GIVEN: Final[StrictReader[RulesGiven]] = StrictReader(RulesGiven)
LEAVE_GIVEN: Final[StrictReader[LeaveGiven]] = StrictReader(LeaveGiven)


@router.get(
    "/offices/{office}/assignment-rules",
    summary="Who gets an office's new cases",
    openapi_extra=described(answer="AssignmentRules"),
)
async def show_rules(
    office: Annotated[str, Path(max_length=200)], reader: Signed, services: ServicesNow
) -> Json:
    """In their order: the first rule that fits a case decides."""
    return Json({"office": office, "items": await rules(services, reader.actor, office)})


@router.put(
    "/offices/{office}/assignment-rules",
    summary="Sets who gets an office's new cases",
    openapi_extra=described(body="AssignmentRulesGiven", answer="AssignmentRules"),
)
async def set_rules(
    office: Annotated[str, Path(max_length=200)], request: Request, reader: Signed, services: ServicesNow
) -> Json:
    """The whole table of the office; every minute cases without a handler are given by it."""
    given = RULES_GIVEN.read(await raw_body(request))
    return Json({"office": office, "items": await kept_rules(services, reader.actor, office, given.rules)})


@router.get("/leaves", summary="Who is away", openapi_extra=described(answer="Leaves"))
async def show_leaves(reader: Signed, services: ServicesNow) -> Json:
    """Leaves of the reader's offices that are not over."""
    return Json({"items": await leaves(services, reader.actor)})


@router.post(
    "/leaves", status_code=201, summary="Enters a leave",
    openapi_extra=described(body="LeaveGiven", answer="LeaveEntered", status=201, key=True),
)  # fmt: skip
async def enter_leave(services: ServicesNow, once: OnceOnly) -> Json:
    return Json({"id": await entered(services, once.actor, LEAVE_GIVEN.read(once.raw))}, 201)


@router.delete("/leaves/{leave}", summary="Takes a leave back", openapi_extra=described())
async def take_back(
    leave: Annotated[int, Path(ge=1, le=2**63 - 1)], reader: Signed, services: ServicesNow
) -> Json:
    await taken_back(services, reader.actor, leave)
    return Json({"id": leave})


@router.get(
    "/complaints/{case_id}/assignment",
    summary="Who would get the case",
    openapi_extra=described(answer="Proposal"),
)
async def show_proposal(case_id: CaseId, reader: Signed, services: ServicesNow) -> Json:
    """By the rules as they stand now, automatic or not; null where none fits or nobody may take it."""
    return Json({"proposal": await proposal(services, reader.actor, case_id)})


async def rules(services: Services, actor: Actor, office: str) -> tuple[AssignmentRule, ...]:
    """An office's rules; raises `not_leading`, `not_found`."""
    _leads(actor, office)
    async with acting_as(services.pool, actor) as connection:
        return await rules_of(connection, office)


async def kept_rules(
    services: Services, actor: Actor, office: str, given: tuple[RuleGiven, ...]
) -> tuple[AssignmentRule, ...]:
    """The rules after they were set; raises `not_leading`, `not_found`, `unknown_person`, `invalid_body`."""
    _leads(actor, office)
    kept = tuple(_rule(office, position, one) for position, one in enumerate(given, start=1))
    async with acting_as(services.pool, actor) as connection:
        for one in kept:
            for person in one.persons:
                await _handles(connection, person, office)
        await put_rules(connection, office, kept, actor.person)
        return await rules_of(connection, office)


async def leaves(services: Services, actor: Actor) -> tuple[EnteredLeave, ...]:
    """Leaves of the actor's offices from today on; everybody may know who is away."""
    async with acting_as(services.pool, actor) as connection:
        found = await leaves_from(connection, today())
    return tuple(one for one in found if at_or_below(one.office, actor.office))


async def entered(services: Services, actor: Actor, given: LeaveGiven) -> int:
    """The number of the leave; raises `not_leading`, `unknown_person`, `invalid_body`."""
    _leads(actor, actor.office)
    if given.to_on < given.from_on:
        raise invalid_body(field_error("to_on", "impossible_date"))
    if given.deputy == given.person:
        raise invalid_body(field_error("deputy", "invalid"))
    leave = Leave(person=given.person, from_on=given.from_on, to_on=given.to_on, deputy=given.deputy)
    async with acting_as(services.pool, actor) as connection:
        for person in (given.person, given.deputy):
            if person is not None:
                await _handles(connection, person, actor.office)
        return await add_leave(connection, actor.office, leave, actor.person)


async def taken_back(services: Services, actor: Actor, leave: int) -> None:
    """Raises `not_leading`, `no_such_leave`."""
    _leads(actor, actor.office)
    async with acting_as(services.pool, actor) as connection:
        if not await remove_leave(connection, leave):
            raise problem("no_such_leave")


async def proposal(services: Services, actor: Actor, case_id: str) -> Choice | None:
    """Whom the rules would choose for the case now; raises `no_such_case`."""
    async with acting_as(services.pool, actor) as connection:
        case = await new_case(connection, case_id)
        if case is None:
            raise problem("no_such_case")
        day = today()
        found = await rules_of(connection), await staff(connection), await leaves_from(connection, day)
    return choose(case, *found, day)


def today() -> date:
    return datetime.now(UTC).astimezone(CHINA).date()


def _rule(office: str, position: int, given: RuleGiven) -> AssignmentRule:
    if given.most_open is not None and given.most_open < 1:
        raise invalid_body(field_error(f"rules[{position - 1}].most_open", "integer_out_of_range"))
    made = f"{office}|{position}"
    return AssignmentRule(
        id=hashlib.sha256(made.encode()).hexdigest()[:16],
        office=office,
        position=position,
        category=given.category,
        region=given.region,
        persons=tuple(dict.fromkeys(given.persons)),
        most_open=given.most_open,
        automatic=given.automatic,
    )


def _leads(actor: Actor, office: str) -> None:
    """Who arranges the work of an office: of it or of one above it."""
    if not IN_CHARGE.intersection(actor.roles):
        raise problem("not_leading")
    if not at_or_below(office, actor.office):
        raise problem("not_found")


async def _handles(connection: Connection, person: str, office: str) -> None:
    if not await may_be_given(connection, person, office):
        raise problem("unknown_person")
