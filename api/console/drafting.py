"""Drafts of the form for a complaint: kept on every pause in typing or by a button, listed, discarded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse, Response

from api.console.forms import parts_of, typed
from api.console.intake_form import may_file
from api.console.pages import HEADERS, lead_to
from api.console.visitor import CSRF_FIELD, FormData, SignedIn, Visitor
from api.http.problems import problem
from redress.domain.facts import Filing
from redress.domain.joint_list import written_list
from redress.persistence.intake_drafts import Draft, DraftGone, DraftOvertaken, Pairs
from redress.persistence.pool import acting_as

COMPLAINT: Final = "complaint"
BATCH: Final = "batch"
"""What is kept as a draft: a form, or the list of complainants on top of one."""

DRAFT_FIELD: Final = "draft"
VERSION_FIELD: Final = "draft_version"
OWN_FIELDS: Final = frozenset(
    {CSRF_FIELD, DRAFT_FIELD, VERSION_FIELD, "add", "copy", "phrase", "check", "keep", "batch", "file"}
)
"""What a form sends beside what was typed."""

LIST_FIELD: Final = "batch_list"
SOURCE_FIELD: Final = "batch_source"

ALWAYS: Final = frozenset({"channel", "received_at"})
"""Chosen before anything was said: a form with no more than these is none worth keeping."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Window:
    """The draft that a window of the form works on: `version` 0, it was never kept."""

    draft: str
    version: int
    kept_at: datetime | None = None


def batch_of(draft: str) -> str:
    """The id of the list that is filed on top of a draft's form: one for each."""
    return str(uuid5(NAMESPACE_URL, f"redress:batch:{draft}"))


def window_of(form: FormData) -> Window:
    """The window that a form came from; a new one where it does not say."""
    version = form.one(VERSION_FIELD)
    known = version.isascii() and version.isdigit() and len(version) < 9
    try:
        return Window(str(UUID(form.one(DRAFT_FIELD))), int(version) if known else 0)
    except ValueError:
        return Window(str(uuid4()), 0)


def pairs_of(form: FormData) -> Pairs:
    """What was typed, without empty fields and without what belongs to the page."""
    return tuple((name, value) for name, value in form.kept() if value and name not in OWN_FIELDS)


async def keep_draft(
    visitor: Visitor, window: Window, form: str = COMPLAINT, pairs: Pairs | None = None
) -> Window:
    """Keeps `pairs`, or what was typed; the window as it is then. Raises `DraftGone`, `DraftOvertaken`."""
    services, actor = visitor.services, visitor.signed.actor
    kept = pairs_of(visitor.form) if pairs is None else pairs
    async with acting_as(services.pool, actor) as connection:
        version = await services.drafts.keep(connection, actor, window.draft, form, kept, window.version)
    return Window(window.draft, version)


async def keep_shared(visitor: Visitor, batch: str, source: str, filing: Filing) -> None:
    """Keeps the form as what the complainants of a list share; the list stays, or begins with the form's own.
    """
    services = visitor.services
    async with acting_as(services.pool, visitor.signed.actor) as connection:
        known = await services.drafts.open(connection, batch)
    listed = known.one(LIST_FIELD) if known else written_list(filing.complainants)
    pairs = (*pairs_of(visitor.form), (SOURCE_FIELD, source), (LIST_FIELD, listed))
    await keep_draft(visitor, Window(batch, known.version if known else 0), BATCH, pairs)


async def draft_of(visitor: Visitor, draft: str, form: str = COMPLAINT) -> Draft:
    """One's own draft of a form; raises `no_such_draft`."""
    services = visitor.services
    async with acting_as(services.pool, visitor.signed.actor) as connection:
        found = await services.drafts.open(connection, draft)
    if found is None or found.form != form:
        raise problem("no_such_draft")
    return found


async def drafts_of(visitor: Visitor, form: str = COMPLAINT) -> tuple[Draft, ...]:
    """One's own drafts, the newest first."""
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        return await visitor.services.drafts.all_of(connection, form)


async def discard_draft(visitor: Visitor, draft: str) -> None:
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        await visitor.services.drafts.discard(connection, draft)


def draft_id_of(draft: Annotated[str, Path()]) -> str:
    """A draft's id as we make them; anything else is a draft that does not exist."""
    try:
        return str(UUID(draft))
    except ValueError:
        raise problem("no_such_draft") from None


DraftId = Annotated[str, Depends(draft_id_of)]


@router.post("/cases/drafts")
async def keep(visitor: SignedIn) -> Response:
    """For the script of the form: where the draft stands now, 409 where another window was first, 410 where
    it is gone. Nothing is written then.
    """
    may_file(visitor)
    window = window_of(visitor.form)
    if not worth_keeping(visitor.form):
        return _said({"version": window.version})
    try:
        kept = await keep_draft(visitor, window)
    except DraftOvertaken:
        return _said({"another": str(uuid4()), "words": visitor.words("draft.overtaken")}, 409)
    except DraftGone:
        return _said({"words": visitor.words("draft.gone")}, 410)
    return _said({"version": kept.version, "words": visitor.words("draft.kept_now")})


@router.post("/cases/drafts/{draft}/discard")
async def discard(draft: DraftId, visitor: SignedIn) -> Response:
    """Back to the empty form; a draft that is gone already stays gone."""
    await discard_draft(visitor, draft)
    return lead_to("/cases/new")


def worth_keeping(form: FormData) -> bool:
    """Whether anything was typed that was not preset."""
    return bool(typed(parts_of(Filing), form).value.keys() - ALWAYS)


def _said(body: Mapping[str, object], status: int = 200) -> Response:
    return JSONResponse(body, status, HEADERS)
