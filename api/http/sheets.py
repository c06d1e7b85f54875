"""Documents drawn for a case: the office's template, what the case says for it, the PDF. No routes."""

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from api.http.commands import carry_out, may_be_commanded
from api.http.once import Once
from api.http.one_case import code_of, current_view, opened_view
from api.http.opening import opened
from api.http.problems import FieldError, problem, refused_as
from api.http.services import Services
from api.http.timeline import EVENT
from redress.documents.library import shipped_templates
from redress.documents.prefill import Letterhead, Source, prefilled
from redress.documents.recorded import FROM_RECORD, Entry, Record
from redress.documents.render import Standing, render
from redress.documents.template import Template
from redress.documents.template_file import restore_template
from redress.documents.values import Value
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.commands import DraftDocument
from redress.domain.counting import CHINA
from redress.domain.documents import Approver, Document, DocumentStanding
from redress.domain.events import Matter
from redress.domain.problems import Problem
from redress.domain.view import CaseView
from redress.persistence.accounts import colleagues, names_of
from redress.persistence.document_choices import choice_of, head_of, keep_template, kept_template
from redress.persistence.offices import list_offices
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import events_of

STANDINGS: Final = {
    DocumentStanding.DRAFT: Standing.DRAFT,
    DocumentStanding.APPROVED: Standing.DRAFT,
    DocumentStanding.ISSUED: Standing.VALID,
    DocumentStanding.VOID: Standing.VOID,
}
"""What a paper says of itself: one without number and seal is a draft, approved or not."""

MOST_CHARACTERS: Final = 200_000
"""Of the values of one document together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A kind of document as the office uses it, and what the case says for its fields."""

    template: Template
    approver: Approver | None
    values: dict[str, Value]


async def drafted(
    services: Services,
    case_id: str,
    once: Once,
    kind: str,
    party: str | None,
    given: dict[str, Any],
    replaces: int | None = None,
) -> CaseView:
    """Draws up a document once: the sealed view after it. What cannot be drawn is refused."""
    await may_be_commanded(services, case_id, once.actor, "draft_document")
    sheet = await blank(services, case_id, once.actor, kind, party)
    values = {**sheet.values, **given}
    tried = await asyncio.to_thread(render, sheet.template, values, number=None, dated_on=None, seal_text="")
    if isinstance(tried, tuple):
        raise problem("unusable_document", errors=_errors(tried))
    content = json.dumps({name: plain(value) for name, value in values.items()}, ensure_ascii=False)
    if len(content) > MOST_CHARACTERS:
        raise problem("body_too_large")
    command = DraftDocument(
        kind=kind,
        content=content,
        template=sheet.template.version,
        series=sheet.template.series,
        party=party,
        approver=sheet.approver,
        replaces=replaces,
    )
    template = sheet.template

    async def keep(connection: Connection) -> None:
        await keep_template(connection, template.version, template.code, template.canonical)

    return await carry_out(services, case_id, command, once, keep)


async def blank(services: Services, case_id: str, actor: Actor, kind: str, party: str | None) -> Sheet:
    """The office's template of a kind with what the case says for it; raises a `Problem`."""
    sealed = await current_view(services, case_id, actor)
    if kind not in {one["code"] for one in kinds_of(services, sealed)}:
        raise refused_as("unknown_document", kind)
    if party is not None and party not in sealed.parties:
        raise refused_as("unknown_party", ", ".join(sealed.parties))
    view = await opened_view(services, sealed, actor, "document")
    record = await _record(services, case_id, actor, kind)
    async with acting_as(services.pool, actor) as connection:
        choice = await choice_of(connection, view.office, kind)
        template = await _chosen(connection, kind, choice.version)
        head = await head_of(connection, view.office)
        people = await colleagues(connection, view.office)
        entered = {each.person for each in record.entries} | {each.mediator for each in view.sessions}
        known = await names_of(connection, sorted(entered | {view.handler or "", actor.person}))
        offices = {each.path: each.name_zh for each in await list_offices(connection)}
    names = {each.person: each.display_name for each in people} | known
    asked = choice.approver or ("supervisor" if template.approval else "none")
    source = Source(
        case=view,
        party=party,
        letterhead=Letterhead(
            office=head.name_zh, contact=names.get(actor.person, ""), phone=head.phone, address=head.address
        ),
        profile=services.tables.profile(view.profile),
        names=names,
        today=datetime.now(UTC).astimezone(CHINA).date(),
        record=replace(record, offices=offices),
        query_code=_query_code(services, view, party),
    )
    approver: Approver | None = None if asked == "none" else asked
    return Sheet(template=template, approver=approver, values=prefilled(template, source))


async def _record(services: Services, case_id: str, actor: Actor, kind: str) -> Record:
    """The entries that a kind is filled in from, as far as `actor` may read them."""
    asked = FROM_RECORD.get(kind)
    if asked is None:
        return Record()
    async with acting_as(services.pool, actor) as connection:
        rows = await events_of(connection, case_id, asked.types)
        sealed = tuple(EVENT.validate_json(row.body) for row in rows)
        events = await opened(services.vault, connection, case_id, sealed, actor, "document")
    entries = zip(rows, events, strict=True)
    return Record(
        entries=tuple(Entry(at=row.occurred_at, person=row.actor, event=event) for row, event in entries)
    )


def _query_code(services: Services, view: CaseView, party: str | None) -> str:
    """The code with which the party follows a complaint; who reported has none."""
    if view.matter is not Matter.COMPLAINT:
        return ""
    return code_of(services, view.case_id, party or "complainant-1", view.own)


async def _chosen(connection: Connection, kind: str, version: str | None) -> Template:
    return shipped_templates()[kind] if version is None else await _version(connection, version)


async def _version(connection: Connection, version: str) -> Template:
    """A template by its version: one that comes with Redress, or one that was kept."""
    for template in shipped_templates().values():
        if template.version == version:
            return template
    canonical = await kept_template(connection, version)
    if canonical is None:
        raise problem("no_such_template")
    return restore_template(canonical)


def kinds_of(services: Services, view: CaseView) -> list[dict[str, str]]:
    """The kinds that the case's regime knows and a template is there for."""
    profile = services.tables.profile(view.profile)
    templates = shipped_templates()
    return [
        {"code": rule.code, "title_zh": rule.title_zh, "title_en": rule.title_en}
        for rule in (profile.documents if profile else ())
        if rule.code in templates
    ]


async def drawn(services: Services, view: CaseView, document: Document, actor: Actor) -> bytes:
    """The PDF of a document of an opened view; raises `archive_reason` where it was opened without one."""
    if not isinstance(document.content, str):
        raise problem("archive_reason" if view.stage is Stage.ARCHIVED else "store_unavailable")
    async with acting_as(services.pool, actor) as connection:
        template = await _version(connection, document.template)
        head = await head_of(connection, view.office)
    answer = await asyncio.to_thread(
        render,
        template,
        json.loads(document.content),
        number=document.reference,
        dated_on=document.dated_on,
        seal_text=head.name_zh,
        standing=STANDINGS[document.standing],
    )
    if isinstance(answer, tuple):
        raise problem("unusable_document", errors=_errors(answer))
    return answer


def plain(value: Value) -> Any:
    """A value as JSON holds it: days and moments as ISO text, amounts as their digits."""
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def _errors(found: tuple[Problem, ...]) -> tuple[FieldError, ...]:
    return tuple(FieldError(each.place, each.code, each.text("zh"), each.text("en")) for each in found)
