"""Documents on pages: choosing a kind, the form with what the case says already, the PDF."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.console.archive import SaidReason, for_a_reason, reason_of
from api.console.bound import Input, Wrong, input_id, message
from api.console.case import SAME_KEY
from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.signing import resume
from api.console.visitor import FormData, SignedIn, Visitor
from api.console.words import Words
from api.http.bundle import bundle_answer
from api.http.documents import document_answer
from api.http.once import once_of
from api.http.one_case import CaseId, current_view, opened_view
from api.http.problems import FieldError, Problem, problem, refused_as
from api.http.sheets import Sheet, blank, drafted, kinds_of, plain
from redress.documents.template import Field, FieldKind
from redress.documents.values import Value
from redress.domain.permissions import may
from redress.domain.view import CaseView
from redress.persistence.pool import StoreUnavailable

KINDS: Final = {
    FieldKind.TEXT: "line",
    FieldKind.DATE: "day",
    FieldKind.DATETIME: "moment",
    FieldKind.NUMBER: "number",
    FieldKind.LIST: "lines",
    FieldKind.CHOICE: "choice",
    FieldKind.ROWS: "long",
}
"""Which input a field of a template is typed into."""

LONG: Final = frozenset(
    {"facts", "claims", "content", "reason", "remedies", "clue", "summary", "result", "minutes", "background",
     "course", "law", "proposal", "opinion", "new_facts", "follow_up", "basis", "standards", "samples"}
)  # fmt: skip
"""Texts that take more than a line."""

COLUMN: Final = "|"
"""Between the cells of a row, one row per line."""

PREFIX: Final = "document"

router = APIRouter()


@router.get("/cases/{case_id}/documents/new")
async def show_form(
    case_id: CaseId,
    visitor: SignedIn,
    kind: Annotated[str, Query(max_length=60)] = "",
    party: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """First the kind and the party, then the fields."""
    _may_draft(visitor)
    return await _form(visitor, case_id, kind, party)


@router.post("/cases/{case_id}/documents/new")
async def draft_document(case_id: CaseId, visitor: SignedIn) -> Response:
    """Back to the case, or to the form with what stands against it."""
    _may_draft(visitor)
    form, services, actor = visitor.form, visitor.services, visitor.signed.actor
    kind, party = form.one("kind"), form.one("party")
    try:
        sheet = await blank(services, case_id, actor, kind, party or None)
        given = {field.name: _typed(field, form.one(field.name)) for field in sheet.template.fields}
        raw = json.dumps([kind, party, {name: plain(value) for name, value in given.items()}]).encode()
        once = once_of(services, actor, form.one("key"), f"POST /v1/complaints/{case_id}/documents", raw)
        await services.busy.turn(once.scope, once.key)
        await drafted(services, case_id, once, kind, party or None, given)
    except Problem as found:
        if found.status == 404:
            raise
        return await _form(visitor, case_id, kind, party, found)
    except StoreUnavailable:
        return resume(visitor, visitor.place, tuple(form.kept()), problem("store_unavailable"), 503)
    return lead_to(f"/cases/{case_id}?done=draft_document")


@router.get("/cases/{case_id}/documents/{number}")
async def show_document(
    case_id: CaseId,
    number: Annotated[int, Path(ge=1, le=1000)],
    visitor: SignedIn,
    reason: SaidReason | None = None,
) -> Response:
    """The PDF, to be printed, signed and scanned back; of an archived case for a reason."""
    giving = document_answer(visitor.services, case_id, number, visitor.signed, reason_of(reason or ""))
    return await for_a_reason(visitor, case_id, reason is not None, giving)


@router.get("/cases/{case_id}/bundle")
async def show_bundle(
    case_id: CaseId, visitor: SignedIn, reason: SaidReason | None = None
) -> Response:
    """The whole file of the case as one PDF; of an archived one for a reason."""
    giving = bundle_answer(visitor.services, case_id, visitor.signed, reason_of(reason or ""))
    return await for_a_reason(visitor, case_id, reason is not None, giving)


def _may_draft(visitor: Visitor) -> None:
    if not may(visitor.signed.actor.roles, "draft_document"):
        raise refused_as("forbidden")


async def _form(
    visitor: Visitor, case_id: str, kind: str, party: str, found: Problem | None = None
) -> Response:
    services, actor = visitor.services, visitor.signed.actor
    view = await opened_view(services, await current_view(services, case_id, actor), actor, "document")
    naming = Naming(visitor.words, services.tables, {}, view.clocks, view.filing)
    kinds = kinds_of(services, view)
    sheet = None
    if kind in {each["code"] for each in kinds} and (not party or party in view.parties):
        sheet = await blank(services, case_id, actor, kind, party or None)
    errors = _errors(found, visitor.words)
    inputs = _inputs(sheet, visitor.form if found else None, errors, visitor.words) if sheet else ()
    again = found is not None and found.code in SAME_KEY
    return page(
        visitor,
        "new_document.html",
        200 if found is None else found.status,
        view=view,
        naming=naming,
        kinds=[(each["code"], visitor.words.either(each["title_zh"], each["title_en"])) for each in kinds],
        kind=kind,
        party=party,
        parties=[(each, naming.party(each)) for each in view.parties],
        sheet=sheet,
        inputs=inputs,
        key=visitor.form.one("key") if again else str(uuid4()),
        found=found,
        wrong=tuple(Wrong(each.id, each.label, each.error) for each in inputs if each.error),
        title=_title(kind, view, visitor),
    )


def _title(kind: str, view: CaseView, visitor: Visitor) -> str:
    named = {each["code"]: each for each in kinds_of(visitor.services, view)}.get(kind)
    return visitor.words.either(named["title_zh"], named["title_en"]) if named else ""


def _errors(found: Problem | None, words: Words) -> dict[str, str]:
    def said(error: FieldError) -> str:
        return message(error, words)

    return {error.field: said(error) for error in found.errors} if found else {}


def _inputs(
    sheet: Sheet, typed: FormData | None, errors: Mapping[str, str], words: Words
) -> tuple[Input, ...]:
    return tuple(
        Input(
            id=input_id(PREFIX, field.name),
            name=field.name,
            label=field.label_zh,
            kind="long" if field.name in LONG else KINDS[field.kind],
            required=field.required,
            value=typed.one(field.name) if typed else _shown(field, sheet.values.get(field.name)),
            values=(),
            options=tuple((one.code, one.text_zh) for one in field.options),
            hint=words("document.rows", columns=f" {COLUMN} ".join(field.columns)) if field.columns else "",
            error=errors.get(field.name, ""),
        )
        for field in sheet.template.fields
    )


def _shown(field: Field, value: Value) -> str:
    """A value as its input holds it."""
    held: Any = plain(value)
    if held is None:
        return ""
    if field.kind is FieldKind.LIST:
        return "\n".join(held)
    if field.kind is FieldKind.ROWS:
        return "\n".join(f" {COLUMN} ".join(row) for row in held)
    return str(held)[:16] if field.kind is FieldKind.DATETIME else str(held)


def _typed(field: Field, text: str) -> Value:
    """What was typed as the template takes it; local time of the offices."""
    text = text.strip()
    if not text:
        return None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if field.kind is FieldKind.LIST:
        return lines
    if field.kind is FieldKind.ROWS:
        return [[cell.strip() for cell in line.split(COLUMN)] for line in lines]
    if field.kind is FieldKind.NUMBER and text.isascii() and text.isdigit():
        return int(text)
    return f"{text}:00+08:00" if field.kind is FieldKind.DATETIME and len(text) == 16 else text
