"""`/v1/complaints/{case_id}/evidence`: a piece with its file comes in, is listed, and is given out again."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse

from api.auth.reader import Signed
from api.http.commands import COMMAND, carry_out, known_before, may_be_commanded
from api.http.json_input import invalid_body
from api.http.once import HEADER, Once, once_of
from api.http.one_case import CaseId, shown
from api.http.openapi import described
from api.http.opening import MAY_OPEN, ArchiveReason, opened, purpose_in
from api.http.outgoing import Json
from api.http.problems import problem, refused_as
from api.http.services import Services, ServicesNow
from api.http.strict import field_error
from api.http.upload import Before, Upload, is_multipart, uploaded
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.commands import AddEvidence
from redress.domain.evidence import StoredFile
from redress.domain.view import CaseView
from redress.files.evidence_store import FileGone, Received
from redress.files.file_types import named
from redress.files.sealed_frames import FileDamaged
from redress.persistence.evidence_files import (
    CaseFilesFull,
    EvidenceItem,
    KeptFile,
    add_file,
    evidence_of,
    kept_file,
    note_opening,
)
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import read_view

log = structlog.get_logger("redress.api")

SAFE_HEADERS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What parties have given is saved, never shown in the place of our own pages."""

TEXTS: Final = ("kind", "given_by", "name", "description", "obtained_at", "occurred_at")

BodyOf = Callable[[Upload], dict[str, Any]]

router = APIRouter(prefix="/v1/complaints", tags=["evidence"])


@router.post(
    "/{case_id}/evidence",
    summary="Adds a piece of evidence, with its file",
    openapi_extra=described(form="EvidenceForm", answer="CaseView", key=True),
)
async def add_evidence(case_id: CaseId, request: Request, reader: Signed, services: ServicesNow) -> Json:
    """The new case view. `multipart/form-data`: the fields of `add_evidence` and a part `file`."""
    key = request.headers.get(HEADER)
    if key is None:
        raise problem("idempotency_key_required")
    if not is_multipart(request):
        raise problem("not_multipart")
    view = await received(services, case_id, reader.actor, request, key)
    return await shown(services, view, reader, purpose="command")


async def received(
    services: Services,
    case_id: str,
    actor: Actor,
    request: Request,
    key: str | None = None,
    before_file: Before | None = None,
    body_of: BodyOf | None = None,
) -> CaseView:
    """Takes an upload and gives it to the case, once: the sealed view after it; raises a `Problem`.

    Without a `key` it is the form's field of that name. `body_of` reads the fields of another kind of form.
    """
    await may_be_commanded(services, case_id, actor, "add_evidence")
    settings = services.settings
    async with uploaded(request, services.files, settings.file_limit, before_file) as upload:
        body = (body_of or _body_of)(upload)
        command, once = _command_of(services, case_id, actor, key or upload.one("key") or "", upload, body)
        return await given(services, case_id, command, once, upload)


async def given(
    services: Services, case_id: str, command: AddEvidence, once: Once, upload: Upload
) -> CaseView:
    """Keeps the file and gives the command; a file that the case does not get is not kept either."""
    if upload.received is None or await known_before(services, once):
        return await carry_out(services, case_id, command, once)
    keeping = Keeping(services, case_id, upload.received, upload, once)
    await services.files.keep(upload.received)
    try:
        return await carry_out(services, case_id, command, once, keeping.write)
    finally:
        if not keeping.written:
            await services.files.discard(upload.received.address)


@dataclass(slots=True)
class Keeping:
    """Writes the row of a file in the transaction of its command; `written` once that was tried."""

    services: Services
    case_id: str
    file: Received
    upload: Upload
    once: Once
    written: bool = False

    async def write(self, connection: Connection) -> None:
        """Raises `case_files_full`."""
        sealed_key = await self.services.vault.wrap_file_key(
            connection, self.case_id, self.file.address, self.file.key, filed_in=self.once.actor.office
        )
        stored = file_of(self.upload)
        assert stored is not None  # noqa: S101
        row = KeptFile(
            address=stored.address,
            sha256=stored.sha256,
            size=stored.size,
            media_type=stored.media_type,
            sealed_key=sealed_key,
            command_id=self.once.command_id,
        )
        try:
            await add_file(connection, self.case_id, row, self.services.settings.case_files_limit)
        except CaseFilesFull:
            raise problem("case_files_full") from None
        self.written = True


def file_of(upload: Upload) -> StoredFile | None:
    """The file of an upload as a command names it."""
    if upload.received is None or upload.looked is None:
        return None
    return StoredFile(
        sha256=upload.received.sha256,
        address=upload.received.address,
        size=upload.received.size,
        media_type=upload.looked.media_type,
        name_differs=upload.looked.name_differs,
    )


def _body_of(upload: Upload) -> dict[str, Any]:
    """The fields of a form by the names that the command has for them; raises 422 for others."""
    fields: dict[str, Any] = {name: value for name in TEXTS if (value := upload.one(name)) is not None}
    unknown = upload.fields.keys() - {*TEXTS, "completes", "expected_version"}
    if unknown:
        raise invalid_body(*(field_error(name[:60], "unknown_field") for name in sorted(unknown)))
    if completes := [each for each in upload.fields.get("completes", []) if each]:
        fields["completes"] = completes
    if version := upload.one("expected_version"):
        fields["expected_version"] = int(version) if version.isascii() and version.isdigit() else version
    return fields


def _command_of(
    services: Services, case_id: str, actor: Actor, key: str, upload: Upload, fields: dict[str, Any]
) -> tuple[AddEvidence, Once]:
    """The command that a form stands for; its key is for these fields and this very file."""
    body = {"type": "add_evidence", **({"name": upload.name} if upload.name else {}), **fields}
    command = COMMAND.read(json.dumps(body).encode())
    if not isinstance(command, AddEvidence):
        raise problem("invalid_body")
    file = file_of(upload)
    same = {**body, "file": None if file is None else [file.sha256, file.size, upload.name]}
    place = f"POST /v1/complaints/{case_id}/evidence"
    once = once_of(services, actor, key, place, json.dumps(same).encode())
    return replace(command, file=file), once


def first_evidence(upload: Upload, obtained_at: datetime | None) -> tuple[AddEvidence, list[Any]]:
    """The file that came with a filing, and what makes it this file and no other."""
    given = {name: value for name in ("kind", "description") if (value := upload.one(name)) is not None}
    unknown = upload.fields.keys() - {"filing", "kind", "description"}
    if unknown:
        raise invalid_body(*(field_error(name[:60], "unknown_field") for name in sorted(unknown)))
    named_so = upload.name or "投诉材料"
    body = {"type": "add_evidence", "kind": "written", "given_by": "complainant", "name": named_so, **given}
    command = COMMAND.read(json.dumps(body).encode())
    stored = file_of(upload)
    if not isinstance(command, AddEvidence) or stored is None:
        raise problem("invalid_body")
    return replace(command, file=stored, obtained_at=obtained_at), [body, stored.sha256, stored.size]


@router.get(
    "/{case_id}/evidence", summary="The evidence of a case", openapi_extra=described(answer="EvidenceList")
)
async def list_evidence(
    case_id: CaseId,
    reader: Signed,
    services: ServicesNow,
    reason: Annotated[ArchiveReason | None, Query()] = None,
) -> Json:
    """Every piece by number, with who gave it, its file and what became of it. The texts of an archived case
    are opened for a `reason` alone.
    """
    return Json({"items": await pieces(services, case_id, reader.actor, reason)})


async def pieces(
    services: Services, case_id: str, actor: Actor, reason: ArchiveReason | None = None
) -> tuple[EvidenceItem, ...]:
    """The list, opened as far as the actor may read; raises `no_such_case`."""
    async with acting_as(services.pool, actor) as connection:
        purpose = purpose_in(await _stage_of(services, connection, case_id), "evidence", reason)
        found = tuple(await evidence_of(connection, case_id))
        if purpose is None:
            return found
        return await opened(services.vault, connection, case_id, found, actor, purpose)


@router.get(
    "/{case_id}/evidence/{number}",
    summary="A file of evidence",
    openapi_extra=described(answer="EvidenceFile", media_type="application/octet-stream"),
)
async def give_file(
    case_id: CaseId,
    number: Annotated[int, Path(ge=1, le=2_147_483_647)],
    reader: Signed,
    services: ServicesNow,
    reason: Annotated[ArchiveReason | None, Query()] = None,
) -> StreamingResponse:
    """The file as it was given, checked while it is read; who was given it, and of an archived case why, is
    written down.
    """
    return await file_answer(services, case_id, number, reader.actor, reason)


async def file_answer(
    services: Services, case_id: str, number: int, actor: Actor, reason: ArchiveReason | None = None
) -> StreamingResponse:
    """Raises `no_such_case`, `forbidden`, `archive_reason`, `no_such_evidence`, `file_damaged`,
    `files_unavailable`.
    """
    granted = await _granted(services, case_id, number, actor, reason)
    frames = services.files.read(granted.file.address, granted.key)
    try:
        first = await anext(frames)
    except (FileGone, FileDamaged):
        log.error("evidence_file_damaged", case_id=case_id)
        raise problem("file_damaged") from None
    headers = {
        **SAFE_HEADERS,
        "Content-Length": str(granted.file.size),
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(granted.name, safe='')}",
        "ETag": f'"{granted.file.sha256}"',
    }
    return StreamingResponse(_all_of(first, frames), media_type=granted.file.media_type, headers=headers)


@dataclass(frozen=True, slots=True)
class _Granted:
    """A file that somebody may have now, and under which name."""

    file: StoredFile
    key: bytes
    name: str


async def _granted(
    services: Services, case_id: str, number: int, actor: Actor, reason: ArchiveReason | None
) -> _Granted:
    """Writes down who is given the file, in the transaction that finds its key."""
    async with acting_as(services.pool, actor) as connection:
        purpose = purpose_in(await _stage_of(services, connection, case_id), "download", reason)
        if not MAY_OPEN.intersection(actor.roles):
            raise refused_as("forbidden", "evidence")
        if purpose is None:
            raise problem("archive_reason")
        found = tuple(each for each in await evidence_of(connection, case_id) if each.number == number)
        file = found[0].file if found else None
        kept = None if file is None else await kept_file(connection, case_id, file.address)
        if file is None or kept is None:
            raise problem("no_such_evidence")
        key = await services.vault.unwrap_file_key(connection, case_id, file.address, kept.sealed_key)
        if key is None:
            raise problem("no_such_evidence")
        [item] = await opened(services.vault, connection, case_id, found, actor, purpose)
        await note_opening(connection, case_id, file.address, opened_by=actor.person, purpose=purpose)
    name = item.name if isinstance(item.name, str) else str(number)
    return _Granted(file, key, named(name, file.media_type))


async def _all_of(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for frame in rest:
        yield frame


async def _stage_of(services: Services, connection: Connection, case_id: str) -> str:
    """The stage of a case that may be seen; one that was just filed has none recorded yet."""
    stored = await read_view(connection, case_id)
    if stored is not None:
        return str(json.loads(stored.view_json)["stage"])
    if not await services.vault.has_key(connection, case_id):
        raise problem("no_such_case")
    return Stage.REGISTERED
