"""One command for the cases ticked on the desk: which one, its form, and off to the job's page."""

import json
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.assignment import people_of
from api.console.bound import Draft, Fieldset, Input, Options, Wrong, bound, errors_of, summary
from api.console.choices import OWN
from api.console.forms import Part, Typed, parts_of, typed
from api.console.pages import lead_to, page
from api.console.steps import COMMANDS
from api.console.visitor import FormData, SignedIn, Visitor
from api.http import bulk_jobs
from api.http.jobs import started
from api.http.once import once_of
from api.http.problems import Problem, problem
from redress.domain.permissions import may
from redress.persistence.accounts import colleagues
from redress.persistence.pool import acting_as

PLACE: Final = "POST /v1/jobs"
WITHOUT: Final = frozenset({"occurred_at"})
"""Fields that say something about one case alone."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ActionForm:
    """The form of one command for many cases; `open`: it was just sent."""

    command: str
    key: str
    parts: tuple[Input | Fieldset, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class _Tried:
    command: str
    found: Problem
    said: Typed


def offered_to(visitor: Visitor) -> tuple[str, ...]:
    """The commands that the visitor's roles may give to many cases."""
    roles = visitor.signed.actor.roles
    return tuple(command for command in bulk_jobs.COMMANDS if may(roles, command))


@router.post("/jobs/bulk")
async def choose(visitor: SignedIn) -> Response:
    """The cases that were ticked, and what can be said to all of them."""
    return await _page(visitor)


@router.post("/jobs/bulk/{command}")
async def start(command: str, visitor: SignedIn) -> Response:
    """To the job; or the form again with what is wrong, nothing typed lost."""
    if command not in bulk_jobs.COMMANDS:
        raise problem("not_found")
    said = typed(_parts(command), visitor.form)
    try:
        body = {
            "kind": "bulk",
            "case_ids": visitor.form.every("case"),
            "command": {"type": command, **said.value},
        }
        raw = json.dumps(body).encode()
        services, key = visitor.services, visitor.form.one("key")
        job = await started(services, once_of(services, visitor.signed.actor, key, PLACE, raw))
    except Problem as found:
        return await _page(visitor, _Tried(command, _inside(found, command), said))
    return lead_to(f"/jobs/{job.id}")


def _parts(command: str) -> tuple[Part, ...]:
    return tuple(part for part in parts_of(COMMANDS[command]) if part.name not in WITHOUT)


def _inside(found: Problem, command: str) -> Problem:
    """The problem as the command's own form knows its fields."""
    within = f"command.{command}."
    errors = tuple(
        type(each)(each.field.removeprefix(within), each.code, each.zh, each.en) for each in found.errors
    )
    return Problem(
        found.status, found.code, found.title_zh, found.title_en, found.citation, found.detail, errors
    )


async def _page(visitor: Visitor, tried: _Tried | None = None) -> Response:
    cases = tuple(dict.fromkeys(visitor.form.every("case")))
    options = await _options(visitor)
    forms = tuple(_form(visitor, command, options, tried) for command in offered_to(visitor))
    return page(
        visitor,
        "bulk.html",
        200 if tried is None else tried.found.status,
        cases=cases,
        forms=forms,
        found=tried.found if tried else None,
        refusal=_refusal(visitor, tried, forms),
    )


def _form(visitor: Visitor, command: str, options: Options, tried: _Tried | None) -> ActionForm:
    mine = tried is not None and tried.command == command
    draft = Draft(
        words=visitor.words,
        form=visitor.form if mine else FormData(),
        prefix=command,
        options=options,
        errors=errors_of(tried.found, tried.said, visitor.words) if tried is not None and mine else {},
    )
    return ActionForm(command, str(uuid4()), bound(_parts(command), draft), mine)


def _refusal(visitor: Visitor, tried: _Tried | None, forms: tuple[ActionForm, ...]) -> tuple[Wrong, ...]:
    if tried is None:
        return ()
    parts = next((form.parts for form in forms if form.command == tried.command), ())
    return summary(parts, errors_of(tried.found, tried.said, visitor.words))


async def _options(visitor: Visitor) -> Options:
    actor = visitor.signed.actor
    async with acting_as(visitor.services.pool, actor) as connection:
        people = await colleagues(connection, actor.office)
    owners = {one.person: one.display_name for one in people if OWN.intersection(one.roles)}
    return {"handler": await people_of(visitor), "owner": tuple(owners.items())}
