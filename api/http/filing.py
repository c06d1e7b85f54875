"""`POST /v1/complaints`: seals, numbers and starts a case; answers with its clocks."""

import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter, Request

from api.auth.reader import Signed
from api.http.evidence import first_evidence, given
from api.http.json_input import json_value
from api.http.once import HEADER, Once, once_of, once_only
from api.http.one_case import query_codes
from api.http.openapi import described
from api.http.outgoing import Json
from api.http.problems import problem, refused, refused_as
from api.http.services import Services, ServicesNow
from api.http.strict import StrictReader, field_error
from api.http.upload import Upload, is_multipart, uploaded
from redress.contracts.complaint import Registration
from redress.contracts.founding import opening
from redress.contracts.ids import case_number, query_code, uuid7
from redress.contracts.pending import pending_json, pending_of, start_of
from redress.domain.actors import Actor
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.events import Matter
from redress.domain.facts import Filing
from redress.domain.intake_check import missing
from redress.domain.opening import fold, refused_filing
from redress.domain.permissions import may
from redress.domain.receipts import received
from redress.domain.refusals import Refusal
from redress.domain.report_facts import Informant
from redress.domain.tables import Tables, profile_for
from redress.domain.view import CaseView
from redress.domain.views import view_of
from redress.domain.wording import plain
from redress.persistence.blind_index import write_entries
from redress.persistence.commands_log import LoggedCommand, Status, find, insert_pending, settle
from redress.persistence.offices import Serial, next_case_number, regimes_beside
from redress.persistence.pool import Connection, StoreUnavailable, acting_as
from redress.persistence.sealing import Sink, seal, sealed_refs

REGIME: Final = "samr"
"""The regime under which a desk of market regulation receives complaints unless the filing names another."""

ORDERS: Final = "orders-given"
"""The profile of dates that whoever passes a matter on has set: beside the law in every case."""

PLACE: Final = "POST /v1/complaints"

FILING: Final[StrictReader[Filing]] = StrictReader(Filing)

router = APIRouter(prefix="/v1/complaints", tags=["cases"])


@dataclass(frozen=True, slots=True)
class Received:
    """What has come in, unsealed: a complaint, or a report with the informant that is kept apart."""

    filing: Filing
    matter: Matter = Matter.COMPLAINT
    informant: Informant | None = None
    with_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What a filing is answered. `open_items` are the facts that art.10 asks for and the filing lacks."""

    case_id: str
    case_number: str
    query_code: str
    trader_query_code: str
    stage: str
    profile: str
    clocks: tuple[Any, ...]
    open_items: tuple[str, ...]


@router.post(
    "",
    status_code=201,
    summary="Files a complaint",
    openapi_extra=described(body="Filing", form="FilingForm", answer="Filed", status=201, key=True),
)
async def file_complaint(request: Request, reader: Signed, services: ServicesNow) -> Json:
    """A missing fact is an open item and never an error; what has been received has been received."""
    if is_multipart(request):
        filed = await file_with_file(services, reader.actor, request)
    else:
        filed = await file(services, await once_only(request, reader, services))
    return Json(filed, 201, {"Location": f"/v1/complaints/{filed.case_id}"})


async def file_with_file(services: Services, actor: Actor, request: Request) -> Filed:
    """A filing with a file that becomes the complainant's first evidence; the facts may be in it alone."""
    key = request.headers.get(HEADER)
    if key is None:
        raise problem("idempotency_key_required")
    if not may(actor.roles, "file"):
        raise refused_as("forbidden", "file")
    async with uploaded(request, services.files, services.settings.file_limit) as upload:
        return await file_with(services, actor, key, (upload.one("filing") or "").encode(), upload)


async def file_with(services: Services, actor: Actor, key: str, raw: bytes, upload: Upload) -> Filed:
    """Files what `raw` says, and keeps the file of the upload, if it has one, as the first evidence."""
    if upload.received is None:
        return await file(services, once_of(services, actor, key, PLACE, raw))
    filing = FILING.read(raw)
    command, same = first_evidence(upload, filing.received_at)
    body = json.dumps({"filing": json_value(raw), "evidence": same}).encode()
    once = once_of(services, actor, key, PLACE, body)
    filed = await file(services, once, filing)
    # Under a key of its own, so that the same request sent again finds both as far as they came.
    second = replace(once, key=f"{once.command_id}.file", command_id=f"{once.command_id}.file")
    await given(services, filed.case_id, command, second, upload)
    return filed


async def file(services: Services, once: Once, with_file: Filing | None = None) -> Filed:
    """Seals, numbers and starts the filing of a request, once; raises a `Problem`.

    `with_file`: a filing that was read already and comes with a file.
    """
    filing = FILING.read(once.raw) if with_file is None else with_file
    view = await take_in(services, Received(filing, with_file=with_file is not None), once)
    codes = query_codes(services, view.case_id)
    return Filed(
        case_id=view.case_id,
        case_number=view.case_number,
        query_code=codes["complainant"],
        trader_query_code=codes["trader"],
        stage=view.stage,
        profile=view.profile,
        clocks=view.clocks,
        open_items=(*missing(filing), *view.open_items),
    )


async def take_in(services: Services, what: Received, once: Once) -> CaseView:
    """The first view of the case that is started for it; raises a `Problem`."""
    if sealed_refs(what.filing) or sealed_refs(what.informant):
        raise problem("invalid_body", errors=(field_error("facts", "reference_not_allowed"),))
    if not what.with_file and not plain(what.filing.facts):
        raise refused_as("missing_facts")
    with services.busy.alone(once.scope, once.key):
        registration = await _registered(services, what, once)
        now = services.regulations.now
        start = start_of(registration, now.of_office(registration.office), now.revision)
        await services.engine.file(registration.case_id, start)
        await _settled(services, once)
    return _first_view(registration, start.tables)


async def _registered(services: Services, what: Received, once: Once) -> Registration:
    """The registration of this key: the one made before, or a new one with everything sealed."""
    while True:
        now = datetime.now(UTC)
        async with acting_as(services.pool, once.actor) as connection:
            await services.regulations.refresh(connection)
            known = await find(connection, once.scope, once.key)
            if known is not None:
                return _known(known, once)
            ctx = Context(actor=once.actor, now=now, tables=services.tables)
            refusal = refused_filing(what.filing, ctx, with_file=what.with_file)
            if refusal is not None:
                raise refused(refusal)
            beside = await dates_beside(connection, once.actor.office, services.tables, what.matter)
            # In a transaction of its own: kept to the end, its lock would make an office file one by one.
            serial = await next_case_number(connection, once.actor.office, now.astimezone(CHINA).year)
        async with acting_as(services.pool, once.actor) as connection:
            made = await register(services, connection, what, once, serial, now, beside)
        if made is not None:
            return made


def _known(known: LoggedCommand, once: Once) -> Registration:
    once.answered(known)
    found = pending_of(known.sealed)
    if not isinstance(found, Registration):
        raise problem("idempotency_key_reused")
    return found


async def register(
    services: Services,
    connection: Connection,
    what: Received,
    once: Once,
    serial: Serial,
    now: datetime,
    beside: tuple[str, ...],
) -> Registration | None:
    """All that is kept of a filing, in the caller's transaction; None when its key was there already."""
    actor, sink = once.actor, Sink()
    case_id = uuid7(now, os.urandom(10))
    registration = Registration(
        case_id=case_id,
        case_number=case_number(serial.code, serial.year, serial.serial),
        office=actor.office,
        profile=_profile(what.filing, services.tables, now),
        actor=actor,
        command_id=once.command_id,
        at=now,
        filing=seal(what.filing, sink),
        beside=beside,
        matter=what.matter,
        informant=pseudonym(services, case_id) if what.informant else None,
    )
    if await insert_pending(connection, once.row(case_id, pending_json(registration))) is not None:
        return None
    await services.vault.seal_many(connection, case_id, sink.texts, filed_in=actor.office)
    await write_entries(connection, case_id, services.blind_index.of_filing(what.filing))
    if what.informant is not None:
        await _keep_informant(services, connection, registration, what.informant)
    return registration


async def _keep_informant(
    services: Services, connection: Connection, registration: Registration, informant: Informant
) -> None:
    """Apart from the texts of the case, for the custodian alone (art.37, S0-73)."""
    case_id, code = registration.case_id, registration.informant
    await services.informants.keep(connection, case_id, code or "", registration.office, informant)
    identity = (plain(informant.phone), plain(informant.id_number), plain(informant.name))
    await write_entries(connection, case_id, services.blind_index.of_informant(*identity))


def pseudonym(services: Services, case_id: str) -> str:
    """The code under which everybody but the custodian knows an informant."""
    return f"J-{query_code(services.query_code_key, case_id, 'pseudonym')}"


async def dates_beside(
    connection: Connection, office: str, tables: Tables, matter: Matter
) -> tuple[str, ...]:
    """The dates that others set, always, and what the office lets hold beside the law of complaints."""
    if matter is not Matter.COMPLAINT:
        return ()
    chosen = (ORDERS, *await regimes_beside(connection, office))
    newest = (tables.newest(one) for one in chosen)
    return tuple(dict.fromkeys(one.id for one in newest if one is not None))


def _profile(filing: Filing, tables: Tables, now: datetime) -> str:
    """The newest version of the profile that the filing names, or the regime's on the day of receipt; outside
    all, the newest.
    """
    if filing.profile is not None and (named := tables.newest(filing.profile)):
        return named.id
    found = profile_for(tables, REGIME, (received(filing) or now).astimezone(CHINA).date())
    return found.id if found else [each.id for each in tables.current if each.regime == REGIME][-1]


async def _settled(services: Services, once: Once) -> None:
    """The case runs; if the database is lost only now, the sweeper settles the row."""
    try:
        async with acting_as(services.pool, once.actor) as connection:
            await settle(connection, once.command_id, Status.DONE, "{}")
    except StoreUnavailable:
        return


def _first_view(registration: Registration, tables: Tables) -> CaseView:
    """The case as its workflow opens it, by the same pure function."""
    ctx = Context(
        actor=registration.actor, now=registration.at, tables=tables, command_id=registration.command_id
    )
    opened = opening(registration, ctx)
    if isinstance(opened, Refusal):
        raise refused(opened)
    return view_of(fold(opened), tables, registration.at, registration.actor)
