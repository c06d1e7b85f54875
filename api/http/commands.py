"""`POST /v1/complaints/{case_id}/commands`: seals an order, keeps its row, gives it to the case."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.json_input import invalid_body
from api.http.office_facts import offices_for
from api.http.once import Once, OnceOnly, refusal_json
from api.http.one_case import VIEW, CaseId, kept_view, shown
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import Problem, problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from redress.contracts.complaint import Order, TaggedCommand
from redress.contracts.pending import pending_json, pending_of
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.commands import AddEvidence, AnyCommand, Assign, DraftDocument, LinkCase, MergeDuplicate
from redress.domain.permissions import may
from redress.domain.refusals import RULES
from redress.domain.view import CaseView
from redress.persistence.assignment import may_be_given
from redress.persistence.commands_log import LoggedCommand, Status, find, insert_pending, settle
from redress.persistence.pool import Connection, StoreUnavailable, acting_as
from redress.persistence.reading import read_view
from redress.persistence.sealing import Sink, seal, sealed_refs

COMMAND: Final[StrictReader[AnyCommand]] = StrictReader(TaggedCommand, tagged=True)

Beside = Callable[[Connection], Awaitable[None]]

router = APIRouter(prefix="/v1/complaints", tags=["cases"])


@dataclass(frozen=True, slots=True)
class Taken:
    """An order whose row is written. `answer`: the sealed view it led to, None while the engine owes it."""

    order: Order
    answer: str | None = None


@router.post(
    "/{case_id}/commands",
    summary="Gives a command to a case",
    openapi_extra=described(body="Command", answer="CaseView", key=True),
)
async def give_command(case_id: CaseId, reader: Signed, services: ServicesNow, once: OnceOnly) -> Json:
    """The new case view, or the refusal of the rule that forbids it."""
    return await shown(services, await act(services, case_id, once), reader, purpose="command")


async def act(services: Services, case_id: str, once: Once) -> CaseView:
    """Gives the command of a request to a case, once: the sealed view after it; raises a `Problem`."""
    command = COMMAND.read(once.raw)
    if isinstance(command, AddEvidence) and command.file is not None:
        raise problem("file_by_upload")
    if isinstance(command, DraftDocument):
        raise problem("document_by_its_own_address")
    return await carry_out(services, case_id, command, once)


async def carry_out(
    services: Services, case_id: str, command: AnyCommand, once: Once, beside: Beside | None = None
) -> CaseView:
    """`act` for a command that was read already; `beside` writes more in the transaction of a new one."""
    with services.busy.alone(once.scope, once.key):
        taken = await _taken(services, case_id, command, once, beside)
        if taken.answer is not None:
            return await kept_view(services, case_id, taken.answer)
        return await _acted(services, case_id, taken, once)


async def known_before(services: Services, once: Once) -> bool:
    """Whether the key has come before, with the same body; raises what it was refused for."""
    async with acting_as(services.pool, once.actor) as connection:
        known = await find(connection, once.scope, once.key)
    if known is not None:
        once.answered(known)
    return known is not None


async def _taken(
    services: Services, case_id: str, command: AnyCommand, once: Once, beside: Beside | None
) -> Taken:
    """The order of this key: the one written before, or a new one with its texts in the vault."""
    async with acting_as(services.pool, once.actor) as connection:
        return await taken_in(services, connection, case_id, command, once, beside)


async def taken_in(
    services: Services,
    connection: Connection,
    case_id: str,
    command: AnyCommand,
    once: Once,
    beside: Beside | None = None,
) -> Taken:
    """Writes an order in the caller's transaction, or finds the one of its key; raises a `Problem`."""
    known = await find(connection, once.scope, once.key)
    if known is None:
        office = await open_to_commands(services, connection, case_id)
        await _known_handler(connection, command, office or once.actor.office)
        order, known = await _written(services, connection, case_id, office, command, once)
        if known is None:
            if beside is not None:
                await beside(connection)
            return Taken(order)
    return _known(known, once)


async def open_to_commands(services: Services, connection: Connection, case_id: str) -> str | None:
    """The office of the case, None while it is not recorded yet.

    Raises `no_such_case`, or `archived`: that is final, and the engine forgets the case some day.
    """
    stored = await read_view(connection, case_id)
    if stored is None and not await services.vault.has_key(connection, case_id):
        raise problem("no_such_case")
    if stored is not None and json.loads(stored.view_json)["stage"] == Stage.ARCHIVED:
        raise refused_as("archived")
    return None if stored is None else stored.office


async def may_be_commanded(services: Services, case_id: str, actor: Actor, command: str) -> None:
    """What would be refused anyway is refused before anything is taken in or drawn up; raises as
    `open_to_commands`, and `forbidden`.
    """
    async with acting_as(services.pool, actor) as connection:
        await open_to_commands(services, connection, case_id)
    if not may(actor.roles, command):
        raise refused_as("forbidden", command)


async def _known_handler(connection: Connection, command: AnyCommand, office: str) -> None:
    """A case is given to a colleague who handles cases there; raises `unknown_person`."""
    if isinstance(command, Assign) and not await may_be_given(connection, command.handler, office):
        raise problem("unknown_person")


def _known(known: LoggedCommand, once: Once) -> Taken:
    answer = once.answered(known)
    order = pending_of(known.sealed)
    if not isinstance(order, Order):
        raise problem("idempotency_key_reused")
    return Taken(order, answer)


async def _written(
    services: Services,
    connection: Connection,
    case_id: str,
    office: str | None,
    command: AnyCommand,
    once: Once,
) -> tuple[Order, LoggedCommand | None]:
    """The order, sealed and written; and the row that another process wrote under this key just before."""
    if await services.vault.unknown_refs(connection, case_id, sealed_refs(command)):
        raise problem("unknown_reference")
    await _tied(services, connection, command)
    sink = Sink()
    order = Order(
        id=once.command_id,
        actor=once.actor,
        command=seal(command, sink),
        offices=await offices_for(connection, command, office, once.actor),
    )
    # From here on nobody sees whether a text says anything, so this is where a reason has to.
    blank = {text.kind.rpartition(".")[2] for text in sink.texts.values() if not text.text.strip()}
    if blank:
        raise invalid_body(*(field_error(field, "blank") for field in sorted(blank)))
    known = await insert_pending(connection, once.row(case_id, pending_json(order)))
    if known is None and sink.texts:
        await services.vault.seal_many(connection, case_id, sink.texts, filed_in=once.actor.office)
    return order, known


async def _tied(services: Services, connection: Connection, command: AnyCommand) -> None:
    """Another case that a command names is one that its author may see, and one that can still hear of it."""
    match command:
        case LinkCase():
            named = command.case_id
        case MergeDuplicate():
            named = command.into
        case _:
            return
    try:
        case_id = str(UUID(named))
    except ValueError:
        raise problem("no_such_case") from None
    await open_to_commands(services, connection, case_id)


async def _acted(services: Services, case_id: str, taken: Taken, once: Once) -> CaseView:
    """The engine's answer, kept under the key. A refusal by rule is an answer too; silence is none."""
    try:
        view = await services.engine.act(case_id, taken.order)
    except Problem as found:
        if found.code in RULES:
            await _settled(services, once, Status.REFUSED, refusal_json(found))
        raise
    await _settled(services, once, Status.DONE, VIEW.dump_json(view).decode())
    return view


async def _settled(services: Services, once: Once, status: Status, result: str) -> None:
    """Where the database was lost after the engine had answered, the sweeper settles the row."""
    try:
        async with acting_as(services.pool, once.actor) as connection:
            await settle(connection, once.command_id, status, result)
    except StoreUnavailable:
        return
