"""The bundle of a case (卷宗): gathers papers, evidence, explained clocks and the ledger into one PDF."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

from api.auth.reader import Reader
from api.console.naming import Naming
from api.console.telling import told
from api.console.words import words_in
from api.http.evidence import file_answer, pieces
from api.http.one_case import current_view, opened_view
from api.http.opening import MAY_OPEN, ArchiveReason
from api.http.problems import Problem, problem, refused_as
from api.http.services import Services
from api.http.sheets import drawn
from api.http.timeline import explained, happened
from redress.documents.bundle import bundle
from redress.documents.parts import (
    Attachment,
    ClockSheet,
    CoverSheet,
    Ledger,
    LedgerLine,
    Paper,
    Part,
    TextSheet,
)
from redress.domain.case import Stage
from redress.domain.counting import CHINA
from redress.domain.documents import DocumentStanding
from redress.domain.events import Event, Matter, ReportRegistered, SessionHeld
from redress.domain.sealed import Sealed
from redress.domain.view import CaseView
from redress.domain.wording import plain
from redress.persistence.accounts import names_of
from redress.persistence.evidence_files import EvidenceItem
from redress.persistence.offices import list_offices
from redress.persistence.pool import acting_as
from redress.persistence.reading import seal_of

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of a file that becomes pages; of a larger one a sheet says what it is and where it is kept."""

MOST: Final = 120 * 1024 * 1024
"""Bytes of all files of one bundle together: it is put together in memory."""

APART: Final = frozenset({"report_registration", "report_result_notice", "dispatch_notice"})
"""Papers of a report that name its informant: they stay with the custodian (令121 art.37)."""

IN_THE_FILE: Final = (DocumentStanding.ISSUED, DocumentStanding.VOID)


async def bundle_of(
    services: Services, case_id: str, reader: Reader, reason: ArchiveReason | None = None
) -> tuple[str, bytes]:
    """The case number and the PDF; raises `no_such_case`, `forbidden`, `store_unavailable`, and for an
    archived case `archive_reason` without a reason.

    A bundle goes to courts and parties: left out are who reported (art.37) and what a party said alone
    (S2-08).
    """
    actor = reader.actor
    if not MAY_OPEN.intersection(actor.roles):
        raise refused_as("forbidden", "bundle")
    sealed = await current_view(services, case_id, actor)
    view = await opened_view(services, sealed, actor, "bundle", reason)
    if view.stage is Stage.ARCHIVED and reason is None:
        raise problem("archive_reason")
    if isinstance(view.filing.facts, Sealed):
        raise problem("store_unavailable")
    naming = await _naming(services, view, reader)
    parts: list[Part] = [part async for part in _papers(services, view, reader, naming)]
    parts += [part async for part in _evidence(services, view, reader, naming, reason)]
    parts += [part async for part in _clocks(services, view, naming)]
    parts.append(await _ledger(services, view, reader, naming, reason))
    pdf = await asyncio.to_thread(bundle, _cover(view, naming), parts)
    return view.case_number, pdf


async def _naming(services: Services, view: CaseView, reader: Reader) -> Naming:
    found = await happened(services, view.case_id, reader.actor)
    persons = {row.actor for row, _ in found.events} | {view.handler or "", *view.handled_by}
    async with acting_as(services.pool, reader.actor) as connection:
        people = await names_of(connection, sorted(persons))
        offices = {each.path: each for each in await list_offices(connection)}
    return Naming(words_in("zh"), services.tables, people, view.clocks, view.filing, offices)


def _cover(view: CaseView, naming: Naming) -> CoverSheet:
    words = naming.words
    kept = view.after.retain_until
    purchase = view.filing.purchase
    return CoverSheet(
        case_number=view.case_number,
        title=words(f"bundle.title.{view.matter.value}"),
        office=naming.office(view.office),
        subject=plain(purchase.item if purchase else None) or view.filing.category or "",
        complainants=tuple(filter(None, (plain(one.name) for one in view.filing.complainants))),
        respondents=tuple(filter(None, (naming.name_of(one) for one in view.filing.respondents))),
        received_on=words.local_day(view.received_at),
        concluded_on=view.concluded_on,
        archived_on=words.local_day(view.after.archived_at),
        handler=naming.person(view.handler),
        regime=naming.regime(view.profile),
        retention=words("bundle.for_ever") if view.after.permanent else words.day(kept),
        made_on=view.now.astimezone(CHINA).date(),
    )


async def _papers(
    services: Services, view: CaseView, reader: Reader, naming: Naming
) -> AsyncIterator[Part]:
    """What was issued, and what was voided after that; a draft is no part of the file."""
    for document in view.documents:
        if document.standing not in IN_THE_FILE or document.dated_on is None:
            continue
        if view.matter is Matter.REPORT and document.kind in APART:
            why = naming.words("bundle.informant")
            yield TextSheet(title=naming.paper(document), text=why, dated_on=document.dated_on)
        else:
            yield Paper(
                title=naming.paper(document),
                pdf=await drawn(services, view, document, reader.actor),
                number=document.reference or "",
                dated_on=document.dated_on,
                remark=naming.words(f"document.standing.{document.standing.value}"),
            )


async def _evidence(
    services: Services, view: CaseView, reader: Reader, naming: Naming, reason: ArchiveReason | None
) -> AsyncIterator[Part]:
    left = MOST
    for piece in await pieces(services, view.case_id, reader.actor, reason):
        title = f"{naming.words('evidence.title')} {piece.number} {plain(piece.name)}".strip()
        if piece.file is None or piece.file.size > min(LARGEST, left):
            yield TextSheet(title=title, text=_kept_apart(piece, naming))
            continue
        left -= piece.file.size
        yield Attachment(
            title=title,
            data=await _file(services, view.case_id, piece.number, reader, reason),
            file_name=plain(piece.name),
            sha256=piece.file.sha256,
            given_by=naming.party(piece.given_by),
            received_at=piece.obtained_at,
            remark=naming.words(f"value.EvidenceStatus.{piece.status}") if piece.status else "",
        )


def _kept_apart(piece: EvidenceItem, naming: Naming) -> str:
    words = naming.words
    lines = [words("bundle.kept_apart"), words(f"value.EvidenceKind.{piece.kind}"), plain(piece.description)]
    if piece.file is not None:
        lines.append(f"{piece.file.media_type}, {piece.file.size} B, SHA-256 {piece.file.sha256}")
    return "\n".join(line for line in lines if line)


async def _file(
    services: Services, case_id: str, number: int, reader: Reader, reason: ArchiveReason | None
) -> bytes:
    answer = await file_answer(services, case_id, number, reader.actor, reason)
    return b"".join([piece async for piece in answer.body_iterator])  # type: ignore[misc]


async def _clocks(services: Services, view: CaseView, naming: Naming) -> AsyncIterator[Part]:
    """How every date came about; where the engine has let the case go, a sheet says so."""
    for clock in view.clocks:
        title = naming.clock(clock.key)
        try:
            answer = await explained(services, view.case_id, clock.key)
        except Problem as found:
            if found.status not in (404, 409, 503):
                raise
            due = f"{naming.words.day(clock.due_on)} {clock.citation}"
            yield TextSheet(title=title, text=f"{naming.words('bundle.not_explained')}\n{due}")
        else:
            yield ClockSheet(title=title, answer=answer)


async def _ledger(
    services: Services, view: CaseView, reader: Reader, naming: Naming, reason: ArchiveReason | None
) -> Ledger:
    lines: list[LedgerLine] = []
    seq: int | None = 1
    while seq is not None:
        found = await happened(services, view.case_id, reader.actor, seq, reason=reason)
        for row, event in found.events:
            entry = told(row, _for_the_file(event), naming)
            details = "；".join(f"{name}：{value}" for name, value in entry.details if value)
            lines.append(
                LedgerLine(
                    seq=row.seq,
                    at=row.occurred_at,
                    recorded_at=row.at,
                    event=entry.headline,
                    actor=entry.actor,
                    text=details,
                )
            )
        seq = found.next_seq
    if not lines:
        raise problem("no_such_case")
    async with acting_as(services.pool, reader.actor) as connection:
        head = await seal_of(connection, view.case_id, lines[-1].seq)
    return Ledger(title=naming.words("case.timeline"), lines=tuple(lines), head=head)


def _for_the_file(event: Event) -> Event:
    """An event without the code of an informant and without what a party said alone."""
    match event:
        case ReportRegistered():
            return replace(event, informant=None)
        case SessionHeld():
            return replace(event, private_notes=())
    return event
