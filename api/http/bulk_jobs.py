"""One command for many cases: every order is sealed and written like a single one, then a job sends them."""

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field

from api.http.case_list import MOST_ITEMS, Wanted, work_list
from api.http.commands import taken_in
from api.http.job_starts import begun
from api.http.once import Once, once_of
from api.http.one_case import case_id_of
from api.http.problems import Problem, problem, refused_as
from api.http.services import Services
from redress.contracts.jobs import ItemState, JobKind
from redress.domain.actors import Actor
from redress.domain.commands import AddNote, Assign, Grade, LinkCase, Supervise, Urge
from redress.domain.facts import STRICT
from redress.domain.permissions import may
from redress.persistence.assignment import may_be_given
from redress.persistence.jobs import Job, JobItem, add_items
from redress.persistence.pool import Connection

MOST_CASES: Final = 500
"""Cases of one bulk job: all its orders are written in one transaction."""

BulkCommand = Assign | Grade | Urge | Supervise | AddNote | LinkCase

COMMANDS: Final = ("assign", "grade", "urge", "supervise", "add_note", "link_case")
"""What can be said to many cases in the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkWanted:
    """Either the cases, or the filters of a list whose cases are meant, all of them."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    kind: Literal["bulk"] = "bulk"
    command: Annotated[BulkCommand, Field(discriminator="type")]
    case_ids: tuple[str, ...] = ()
    filters: Wanted | None = None


async def start_bulk(services: Services, once: Once, wanted: BulkWanted) -> Job:
    """Raises as `many`, and `version_of_many`, `too_many_cases`, `no_cases`."""
    _permitted(once.actor, wanted.command)
    if wanted.command.expected_version is not None:
        raise problem("version_of_many")
    cases = await _cases(services, once, wanted)
    return await many(services, once, wanted.command, _raw(once), cases)


async def many(
    services: Services, once: Once, command: BulkCommand, raw: bytes, cases: tuple[str, ...]
) -> Job:
    """The job that gives a command to these cases; `raw`: the command as the body of a request.

    Raises `forbidden` where the person's roles never give it, `unknown_person` of a handler from elsewhere.
    """
    _permitted(once.actor, command)

    async def filling(connection: Connection, job_id: str) -> None:
        if isinstance(command, Assign) and not await may_be_given(
            connection, command.handler, once.actor.office
        ):
            raise problem("unknown_person")
        items = [
            await _item(services, connection, once, job_id, n, case_id, command, raw)
            for n, case_id in enumerate(cases, 1)
        ]
        await add_items(connection, job_id, items)

    about: dict[str, str] = {"command": command.type}
    if isinstance(command, Assign):
        about["handler"] = command.handler
    return await begun(services, once, JobKind.BULK, filling, parameters=about, total=len(cases))


def _permitted(actor: Actor, command: BulkCommand) -> None:
    if not may(actor.roles, command.type):
        raise refused_as("forbidden", command.type)


async def _cases(services: Services, once: Once, wanted: BulkWanted) -> tuple[str, ...]:
    if (wanted.filters is None) == (not wanted.case_ids):
        raise problem("no_cases")
    if wanted.filters is None:
        return tuple(dict.fromkeys(map(case_id_of, wanted.case_ids)))
    found = await listed(services, once.actor, wanted.filters, MOST_CASES)
    if not found:
        raise problem("no_cases")
    return found


async def listed(services: Services, actor: Actor, wanted: Wanted, most: int) -> tuple[str, ...]:
    """The cases of a list, all of its pages; raises `too_many_cases` for more than `most`."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        answer = await work_list(services, actor, wanted, limit=MOST_ITEMS, cursor=cursor)
        found += (each.case_id for each in answer.page.items)
        if len(found) > most:
            raise problem("too_many_cases", str(most))
        cursor = answer.page.next_cursor
        if cursor is None:
            return tuple(found)


async def _item(
    services: Services,
    connection: Connection,
    once: Once,
    job_id: str,
    n: int,
    case_id: str,
    command: BulkCommand,
    raw: bytes,
) -> JobItem:
    """The order of one case, or what stands against it at once."""
    own = _own(services, once, job_id, case_id, raw)
    try:
        async with connection.transaction():
            await taken_in(services, connection, case_id, command, own)
    except Problem as found:
        if found.status == 503:
            raise
        return JobItem(n=n, case_id=case_id, state=ItemState.REFUSED, code=found.code)
    return JobItem(n=n, case_id=case_id, command_id=own.command_id)


def _raw(once: Once) -> bytes:
    """The command as it would stand in a request for one case alone."""
    body: dict[str, Any] = json.loads(once.raw)
    return json.dumps(body["command"]).encode()


def _own(services: Services, once: Once, job_id: str, case_id: str, raw: bytes) -> Once:
    """The request that would have given the command to this case alone, under a key of its own."""
    key = hashlib.sha256(f"{once.key}\0{case_id}".encode()).hexdigest()
    own = once_of(services, once.actor, key, f"POST /v1/complaints/{case_id}/commands", raw)
    return Once(own.raw, own.actor, own.key, own.command_id, own.body_hmac, held_by=job_id)
