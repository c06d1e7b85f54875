"""A party's own page: how far its case is, what it can say now in forms of its own, its papers and files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.console.bound import message
from api.console.cards import base_length
from api.console.pages import lead_to, page
from api.console.party_session import (
    AREA,
    Own,
    OwnNow,
    OwnWithFile,
    forget_party,
    keep_party,
    session_of,
)
from api.console.strip import Strip, strip_of
from api.console.visitor import FORM_COOKIE, SESSION_COOKIE, FormData, check_form
from api.console.with_file import form_of, problem_of
from api.http.commands import COMMAND
from api.http.once import once_of
from api.http.one_case import code_of
from api.http.own_page import own_page
from api.http.party_acts import brought, paper_answer, said
from api.http.problems import Problem, problem
from api.http.public import progress_of
from api.http.services import Services
from api.http.timeline import explained
from redress.domain.counting import CHINA
from redress.domain.evidence import EvidenceKind
from redress.domain.prose import prose
from redress.files.evidence_store import FilesUnavailable
from redress.persistence.pool import StoreUnavailable

PARTS: Final = ("efficiency", "handling", "result", "attitude", "professionalism")
"""The five marks of a rating (S0-86)."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "record_consent": ("matter", "answer"),
    "withdraw_consent": ("matter",),
    "add_material": ("text",),
    "give_statement": ("about", "text"),
    "propose_settlement": ("terms",),
    "answer_proposal": ("proposal", "answer", "text"),
    "withdraw": ("reason",),
    "recuse": ("mediator", "reason"),
    "record_performance": ("performed", "note"),
    "rate": ("opinion",),
    "request_review": ("reason",),
}
"""What the form of each command sends beside whose it is."""

SPEAKER: Final = {"add_material": "", "withdraw": "", "record_performance": "", "recuse": "by"}
"""The field that says whose word it is, where it is not `party`."""

EVIDENCE_FORM: Final = "add_evidence"
FILED: Final = "filed"
SAME_KEY: Final = frozenset({"engine_busy", "store_unavailable", "still_running"})
KINDS: Final = (
    EvidenceKind.TRANSACTION_RECORD,
    EvidenceKind.ELECTRONIC,
    EvidenceKind.WRITTEN,
    EvidenceKind.AUDIO_VISUAL,
)
"""What a party usually has on its telephone."""

router = APIRouter(prefix=AREA)


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was sent and not taken: `errors` are words by field, `form` what was typed."""

    command: str
    found: Problem
    form: FormData
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Why:
    """Why the next date is what it is, in words and as a ribbon; empty while the engine cannot be asked."""

    words: str = ""
    strip: Strip | None = None


@router.get("")
async def show_page(own: OwnNow, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    known_done = done if done in FIELDS or done in (EVIDENCE_FORM, FILED) else ""
    return await _page(own, done=known_done)


@router.post("/say/{command}")
async def say(command: Annotated[str, Path(max_length=40)], own: OwnNow) -> Response:
    """To the page with what was said on it, or to the form with what stands against it."""
    if command not in FIELDS:
        raise problem("not_found")
    services, form, known = own.visitor.services, own.visitor.form, own.known
    try:
        raw = _body(command, form, known.party)
        place = f"POST /v1/public/cases/{known.view.case_number}/commands"
        once = once_of(services, known.actor, form.one("key"), place, raw)
        await said(services, known, COMMAND.read(raw), once)
    except (Problem, StoreUnavailable) as error:
        found = error if isinstance(error, Problem) else problem("store_unavailable")
        return await _page(own, Tried(command, found, form, _errors(own, command, found)))
    return lead_to(f"{AREA}?done={command}#done")


@router.post("/evidence")
async def bring(request: Request, own: OwnWithFile) -> Response:
    """Back to the page with the piece on it, or to the form with what stands against it."""
    services, fields = own.visitor.services, dict[str, list[str]]()
    secret = request.cookies.get(SESSION_COOKIE) or request.cookies.get(FORM_COOKIE, "")

    def before_file(sent: Mapping[str, Sequence[str]]) -> None:
        fields.update({name: list(values) for name, values in sent.items()})
        check_form(services, secret, form_of(fields))

    try:
        await brought(services, own.known, request, before=before_file)
    except (Problem, StoreUnavailable, FilesUnavailable) as error:
        found = problem_of(error)
        if found.code == "form_expired":
            raise found from None
        return await _page(own, Tried(EVIDENCE_FORM, found, form_of(fields)))
    return lead_to(f"{AREA}?done={EVIDENCE_FORM}#files")


@router.get("/papers/{number}")
async def give_paper(number: Annotated[int, Path(ge=1, le=1000)], own: OwnNow) -> Response:
    return await paper_answer(own.visitor.services, own.known, number)


@router.post("/leave")
async def leave(own: OwnNow) -> Response:
    response = lead_to("/progress")
    forget_party(response)
    return response


async def _page(own: Own, tried: Tried | None = None, done: str = "") -> Response:
    visitor, known = own.visitor, own.known
    services = visitor.services
    shown = await progress_of(services, known)
    response = page(
        visitor,
        "own_page.html",
        200 if tried is None else tried.found.status,
        shown=shown,
        own=await own_page(services, known),
        trader=not known.complains,
        why=await _why(services, own, shown["next"]),
        tried=tried,
        done=done,
        values=tried.form if tried else FormData(),
        key=_key(tried),
        kinds=KINDS,
        marks=PARTS,
        most=services.settings.file_limit,
        code=code_of(services, known.case_id, known.party, known.view.own) if done == FILED else "",
    )
    keep_party(response, visitor, session_of(known))
    return response


async def _why(services: Services, own: Own, following: dict[str, Any] | None) -> Why:
    clock = next(
        (each for each in own.known.view.clocks if following and each.key == following.get("clock")), None
    )
    if clock is None:
        return Why()
    try:
        answer = await explained(services, own.known.case_id, clock.key)
    except Problem:
        return Why()
    if not answer or "error" in answer:
        return Why()
    today: date = own.known.view.now.astimezone(CHINA).date()
    return Why(
        words=prose(answer, own.visitor.words.lang),
        strip=strip_of(answer, today, None, base_length(services, clock)),
    )


def _body(command: str, form: FormData, party: str) -> bytes:
    """What a form says, as the JSON of the command; empty fields are left out."""
    given: dict[str, Any] = {
        name: value for name in FIELDS[command] if (value := form.one(name)).strip() or name == "answer"
    }
    speaker = SPEAKER.get(command, "party")
    if speaker:
        given[speaker] = party
    if "proposal" in given:
        given["proposal"] = int(given["proposal"]) if given["proposal"].isdecimal() else given["proposal"]
    if command == "rate":
        given["parts"] = {name: int(mark) for name in PARTS if (mark := form.one(name)).isdecimal()}
    return json.dumps({"type": command, **given}, ensure_ascii=False).encode()


def _errors(own: Own, command: str, found: Problem) -> dict[str, str]:
    """Words for each input of the form; `parts.result` is the input `result`."""
    words = own.visitor.words
    return {
        f"{command}-{each.field.rpartition('.')[2].partition('[')[0]}": message(each, words)
        for each in found.errors
    }


def _key(tried: Tried | None) -> Any:
    """A fresh key for each form, but the same where an answer may still come under it."""

    def key(command: str) -> str:
        same = tried is not None and tried.command == command and tried.found.code in SAME_KEY
        return tried.form.one("key") if tried is not None and same else str(uuid4())

    return key
