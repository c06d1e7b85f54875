"""Pages of the work's distribution: rules, leaves, hand-over, and the note of a shift."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.console.bound import message
from api.console.choices import HANDLE
from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.visitor import FormData, SignedIn, Visitor
from api.console.words import Words
from api.http.assignment import LEAVE_GIVEN, RULES_GIVEN, entered, kept_rules, leaves, rules, taken_back
from api.http.giving import handed_over
from api.http.once import once_of
from api.http.problems import Problem
from api.http.shift_notes import NOTE_GIVEN, note_left, shift_notes
from redress.domain.assignment import AssignmentRule
from redress.persistence.accounts import colleagues
from redress.persistence.pool import acting_as

SPARE: Final = 2
"""Empty lines for new rules below those that are there."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the form shows it; `used`: it is kept when the form is sent."""

    category: str | None
    region: str | None
    persons: tuple[str, ...]
    most_open: int | None
    automatic: bool
    used: bool


@router.get("/assignment")
async def show_assignment(visitor: SignedIn, done: Annotated[str, Query(max_length=5)] = "") -> Response:
    return await _page(visitor, done=bool(done))


@router.post("/assignment/rules")
async def keep_rules(visitor: SignedIn) -> Response:
    """The lines that are ticked, in their order."""
    try:
        given = RULES_GIVEN.read(_raw({"rules": _lines_of(visitor.form)}))
        actor = visitor.signed.actor
        await kept_rules(visitor.services, actor, actor.office, given.rules)
    except Problem as found:
        return await _page(visitor, found)
    return lead_to("/assignment?done=1")


@router.post("/assignment/leaves")
async def keep_leave(visitor: SignedIn) -> Response:
    names = ("person", "from_on", "to_on", "deputy")
    said = {name: value for name in names if (value := visitor.form.one(name))}
    try:
        await entered(visitor.services, visitor.signed.actor, LEAVE_GIVEN.read(_raw(said)))
    except Problem as found:
        return await _page(visitor, found)
    return lead_to("/assignment?done=1")


@router.post("/assignment/leaves/{leave}/remove")
async def remove(visitor: SignedIn, leave: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Response:
    await taken_back(visitor.services, visitor.signed.actor, leave)
    return lead_to("/assignment?done=1")


@router.post("/assignment/handover")
async def hand_over(visitor: SignedIn) -> Response:
    """To the job that gives the cases; or the page again with what stands against it."""
    giver, taker = visitor.form.one("from_person"), visitor.form.one("to_person")
    raw = _raw({"from_person": giver, "to_person": taker})
    actor, key = visitor.signed.actor, visitor.form.one("key")
    once = once_of(visitor.services, actor, key, "POST /v1/handover", raw)
    try:
        job = await handed_over(visitor.services, once, giver, taker)
    except Problem as found:
        return await _page(visitor, found)
    return lead_to(f"/jobs/{job.id}")


@router.get("/shift")
async def show_shift(visitor: SignedIn) -> Response:
    return await _shift(visitor)


@router.post("/shift")
async def leave_note(visitor: SignedIn) -> Response:
    form = visitor.form
    try:
        note = NOTE_GIVEN.read(_raw({"text": form.one("text")}))
        await note_left(visitor.services, visitor.signed.actor, form.one("key"), note)
    except Problem as found:
        if found.status != 422:
            raise
        return await _shift(visitor, found)
    return lead_to("/shift")


async def people_of(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    """The colleagues who handle cases, for a choice."""
    actor = visitor.signed.actor
    async with acting_as(visitor.services.pool, actor) as connection:
        found = await colleagues(connection, actor.office)
    handling = {one.person: one.display_name for one in found if HANDLE.intersection(one.roles)}
    return tuple(handling.items())


async def _page(visitor: Visitor, found: Problem | None = None, *, done: bool = False) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    kept = await rules(services, actor, actor.office)
    people = await people_of(visitor)
    return page(
        visitor,
        "assignment.html",
        found.status if found else 200,
        rules=[_line(one) for one in kept] + [RuleLine(None, None, (), None, True, False)] * SPARE,
        leaves=await leaves(services, actor),
        people=people,
        naming=Naming(visitor.words, services.tables, dict(people)),
        key=str(uuid4()),
        found=found,
        done=done,
    )


def _line(rule: AssignmentRule) -> RuleLine:
    return RuleLine(rule.category, rule.region, rule.persons, rule.most_open, rule.automatic, True)


def _lines_of(form: FormData) -> list[dict[str, Any]]:
    numbers = sorted({int(n) for key in form.under("rules") if (n := key.split(".")[1]).isdigit()})
    return [_rule_of(form, f"rules.{n}.") for n in numbers if form.has(f"rules.{n}.used")]


def _rule_of(form: FormData, prefix: str) -> dict[str, Any]:
    most = form.one(f"{prefix}most_open").strip()
    return {
        "category": form.one(f"{prefix}category").strip() or None,
        "region": form.one(f"{prefix}region").strip() or None,
        "persons": form.every(f"{prefix}persons"),
        "most_open": int(most) if most.isdecimal() and len(most) < 6 else most or None,
        "automatic": form.has(f"{prefix}automatic"),
    }


def _raw(body: dict[str, Any]) -> bytes:
    """A form's answers as the JSON body that the interface reads."""
    return json.dumps(body).encode()


async def _shift(visitor: Visitor, found: Problem | None = None) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    people = dict(await people_of(visitor))
    return page(
        visitor,
        "shift.html",
        found.status if found else 200,
        notes=await shift_notes(services, actor),
        naming=Naming(visitor.words, services.tables, people),
        key=str(uuid4()),
        found=found,
        typed=visitor.form.one("text"),
        wrong=_wrong(found, visitor.words),
    )


def _wrong(found: Problem | None, words: Words) -> str:
    """What is wrong with the one field of a form."""
    if found is None:
        return ""
    return message(found.errors[0], words) if found.errors else words.title(found)
