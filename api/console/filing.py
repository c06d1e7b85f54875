"""The form for a new complaint, in the order in which a clerk asks on the telephone."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.console.bound import value_words
from api.console.drafting import (
    Window,
    batch_of,
    discard_draft,
    draft_id_of,
    draft_of,
    drafts_of,
    keep_draft,
    keep_shared,
    window_of,
)
from api.console.forms import Typed, typed
from api.console.intake_form import Drawn, IntakeForm, drawn, may_file
from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.phrases import grouped, phrases_of
from api.console.signing import resume
from api.console.visitor import FormData, SignedIn, Visitor
from api.console.with_file import Sent, sent_form
from api.http.filing import FILING, PLACE, REGIME, file_with
from api.http.intake_hints import Hints, hints_for, readable
from api.http.problems import Problem, problem, refused_as
from api.http.services import ServicesNow
from api.http.upload import Upload
from redress.domain.evidence import EvidenceKind
from redress.domain.facts import Filing
from redress.domain.intake_check import asked_by, missing
from redress.domain.wording import plain
from redress.persistence.intake_drafts import DraftGone, DraftOvertaken
from redress.persistence.pool import StoreUnavailable

SECTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("who", ("channel", "received_at", "complainants")),
    ("whom", ("respondents",)),
    ("what", ("purchase",)),
    ("happened", ("facts", "knew_on")),
    ("claims", ("claims",)),
    ("consents", ("consents",)),
    ("sorting", ("category", "industry", "problems", "region")),
    ("others", ("receipt", "agent", "representatives", "external_refs", "registered_by", "deferral",
                "originally_received_on", "profile")),
    ("closing", ("read_back",)),
)  # fmt: skip
"""The fields of a filing in the order of the conversation."""

FORM: Final = IntakeForm(
    kind=Filing,
    words="new",
    action="/cases/new",
    place=PLACE,
    sections=SECTIONS,
    adders={
        "who": ("complainants",),
        "whom": ("respondents",),
        "claims": ("claims",),
        "others": ("representatives", "external_refs"),
    },
    at_least={"complainants": 1, "respondents": 1, "claims": 1},
    seldom="others",
    rare={
        "complainants": frozenset(
            {"id_type", "id_number", "email", "preferred_notice", "situation", "stands_in"}
        ),
        "respondents": frozenset(
            {"platform", "platform_address", "legal_representative", "contact_person", "role", "unreachable"}
        ),
        "purchase": frozenset({"brand_model", "quantity"}),
    },
)

router = APIRouter()




@router.get("/cases/new")
async def show_form(visitor: SignedIn, draft: Annotated[str, Query(max_length=60)] = "") -> Response:
    """The form, empty or as it was kept."""
    may_file(visitor)
    window = None
    if draft:
        kept = await draft_of(visitor, draft_id_of(draft))
        visitor = replace(visitor, form=FormData(list(kept.pairs)))
        window = Window(kept.draft, kept.version, kept.kept_at)
    return await _page(visitor, _drawn(visitor), window)


@router.post("/cases/new")
async def take_form(request: Request, services: ServicesNow) -> Response:
    """To the receipt; the same form sent twice leads to the same one. Or what another of its buttons asks."""
    async with sent_form(request, services) as sent:
        visitor = sent.visitor
        may_file(visitor)
        try:
            return await _answer(sent)
        except StoreUnavailable:
            kept = tuple(visitor.form.kept())
            return resume(visitor, "/cases/new", kept, problem("store_unavailable"), 503)


@router.post("/cases/new/hints")
async def show_hints(visitor: SignedIn) -> Response:
    """For the script of the form: what the button "check" shows, without the page around it."""
    filing = readable(_said(visitor).value)
    hints = await hints_for(visitor.services, visitor.signed.actor, filing)
    return page(visitor, "intake_hints.html", **_beside(visitor, filing, hints))


async def _answer(sent: Sent) -> Response:
    visitor = sent.visitor
    if sent.found is not None:
        return await _page(visitor, _drawn(visitor, sent.found), window_of(visitor.form))
    action = next((act for name, act in ACTIONS if visitor.form.has(name)), None)
    return await (action(visitor) if action else _file(visitor, sent.upload))


async def _file(visitor: Visitor, upload: Upload | None) -> Response:
    services, form = visitor.services, visitor.form
    raw = json.dumps(_said(visitor).value).encode()
    try:
        filed = await file_with(services, visitor.signed.actor, form.one("key"), raw, _piece(upload, form))
    except Problem as found:
        return await _page(visitor, _drawn(visitor, found), window_of(form))
    # Filed it is; a draft that stays behind carries the same key, and expires.
    with suppress(StoreUnavailable):
        await discard_draft(visitor, window_of(form).draft)
    return lead_to(f"/cases/{filed.case_id}/filed")


def _piece(upload: Upload | None, form: FormData) -> Upload:
    """The upload with what the interface knows of a first piece of evidence, without the form's fields."""
    said = {"kind": form.one("evidence_kind"), "description": form.one("evidence_description")}
    fields = {name: [value] for name, value in said.items() if value.strip()}
    return Upload(fields) if upload is None else replace(upload, fields=fields)


async def _add(visitor: Visitor) -> Response:
    return await _page(visitor, _drawn(visitor, added=visitor.form.one("add")), window_of(visitor.form))


async def _check(visitor: Visitor) -> Response:
    return await _page(visitor, _drawn(visitor), window_of(visitor.form), looked=True)


async def _copy(visitor: Visitor) -> Response:
    """Fills in what is empty of a respondent from the newest case of the same trader."""
    said, place = _said(visitor), visitor.form.one("copy")
    hints = await hints_for(visitor.services, visitor.signed.actor, readable(said.value))
    known = next((one for one in hints.traders if str(one.place) == place), None)
    if known is not None:
        values = {
            said.input_of(f"respondents[{known.place}].{name}"): plain(getattr(known.trader, name))
            for name in known.new
        }
        visitor = replace(visitor, form=visitor.form.with_values(values))
    return await _page(visitor, _drawn(visitor), window_of(visitor.form), looked=True)


async def _phrase(visitor: Visitor) -> Response:
    """Puts a standard phrase at the end of the facts."""
    wanted = visitor.form.one("phrase")
    text = next((one.text for one in await phrases_of(visitor) if one.id == wanted), "")
    facts = "\n".join(each for each in (visitor.form.one("facts").rstrip(), text) if each)
    visitor = replace(visitor, form=visitor.form.with_values({"facts": facts}))
    return await _page(visitor, _drawn(visitor), window_of(visitor.form))


async def _keep(visitor: Visitor) -> Response:
    window = window_of(visitor.form)
    try:
        kept = await keep_draft(visitor, window)
    except (DraftGone, DraftOvertaken) as error:
        found = problem("no_such_draft" if isinstance(error, DraftGone) else "draft_overtaken")
        return await _page(visitor, _drawn(visitor, found), Window(str(uuid4()), 0))
    return lead_to(f"/cases/new?draft={kept.draft}")


async def _batch(visitor: Visitor) -> Response:
    """On to the list of complainants, with the form kept as what they share."""
    window, batch = window_of(visitor.form), batch_of(window_of(visitor.form).draft)
    try:
        filing = FILING.read(json.dumps(_said(visitor).value).encode())
        if not plain(filing.facts):
            raise refused_as("missing_facts")
        await keep_draft(visitor, window)
        await keep_shared(visitor, batch, window.draft, filing)
    except Problem as found:
        return await _page(visitor, _drawn(visitor, found), window)
    except (DraftGone, DraftOvertaken):
        return await _page(visitor, _drawn(visitor, problem("draft_overtaken")), Window(str(uuid4()), 0))
    return lead_to(f"/cases/batch/{batch}")


ACTIONS: Final[tuple[tuple[str, Callable[[Visitor], Awaitable[Response]]], ...]] = (
    ("add", _add),
    ("check", _check),
    ("copy", _copy),
    ("phrase", _phrase),
    ("keep", _keep),
    ("batch", _batch),
)
"""The buttons of the form that file nothing, by their names."""


def _said(visitor: Visitor) -> Typed:
    return typed(FORM.parts, visitor.form)


def _drawn(visitor: Visitor, found: Problem | None = None, added: str = "") -> Drawn:
    said = _said(visitor) if found else None
    options = {"profile": _regimes(visitor)}
    added = added if added in FORM.repeated else ""
    return drawn(visitor, FORM, found=found, said=said, added=added, options=options)


async def _page(
    visitor: Visitor, form: Drawn, window: Window | None = None, *, looked: bool = False
) -> Response:
    """The form with what stands around it; `looked`: with what the earlier cases say."""
    filing = readable(_said(visitor).value)
    if looked:
        hints = await hints_for(visitor.services, visitor.signed.actor, filing)
    else:
        hints = Hints(numbers=(), seen=(), same_dispute=(), traders=(), missing=tuple(missing(filing)))
    return page(
        visitor,
        "new_complaint.html",
        form.status,
        drawn=form,
        window=window or window_of(visitor.form),
        drafts=await drafts_of(visitor) if window is None else (),
        evidence_kinds=[(kind, value_words(visitor.words, "EvidenceKind", kind)) for kind in EvidenceKind],
        typed_in=visitor.form,
        phrases=grouped(visitor, await phrases_of(visitor)),
        **_beside(visitor, filing, hints),
    )


def _beside(visitor: Visitor, filing: Filing, hints: Hints) -> dict[str, Any]:
    naming = Naming(visitor.words, visitor.services.tables, {}, (), filing)
    open_items = tuple((naming.open_item(item), asked_by(item, filing.channel)) for item in hints.missing)
    return {"hints": hints, "naming": naming, "open_items": open_items}


def _regimes(visitor: Visitor) -> tuple[tuple[Any, str], ...]:
    return tuple(
        (each.id, visitor.words.title(each))
        for each in visitor.services.tables.current
        if each.regime == REGIME
    )
