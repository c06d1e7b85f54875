"""The form for a new complaint, in the order in which a clerk asks, and the receipt after it."""

import json
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.bound import Draft, Fieldset, Input, bound, errors_of, summary
from api.console.case import SAME_KEY
from api.console.forms import Group, Part, Typed, count_of, parts_of, typed
from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.signing import resume
from api.console.visitor import SignedIn, Visitor
from api.http.filing import PLACE, REGIME, file
from api.http.once import once_of
from api.http.one_case import CaseId, current_view, opened_view, query_codes
from api.http.problems import Problem, problem, refused_as
from redress.domain.counting import CHINA
from redress.domain.facts import Filing
from redress.domain.intake_check import missing
from redress.domain.permissions import may
from redress.persistence.pool import StoreUnavailable

SECTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("who", ("channel", "received_at", "receipt", "complainants")),
    ("whom", ("respondents",)),
    ("what", ("purchase", "facts", "knew_on")),
    ("claims", ("claims",)),
    ("consents", ("consents",)),
    ("sorting", ("category", "industry", "problems", "region")),
    ("others", ("agent", "representatives", "external_refs", "registered_by", "read_back", "deferral",
                "originally_received_on", "profile")),
)  # fmt: skip
"""The fields of a filing in the order of the conversation."""

SELDOM: Final = "others"
AT_LEAST: Final = {"complainants": 1, "respondents": 1, "claims": 1}
REPEATED: Final = frozenset(
    part.name for part in parts_of(Filing) if isinstance(part, Group) and part.many
)

router = APIRouter()


@router.get("/cases/new")
async def show_form(visitor: SignedIn) -> Response:
    _may_file(visitor)
    return _form(visitor, None, None, dict(AT_LEAST))


@router.post("/cases/new")
async def file_complaint(visitor: SignedIn) -> Response:
    """To the receipt; the same form sent twice leads to the same one."""
    _may_file(visitor)
    form, services = visitor.form, visitor.services
    added = form.one("add")
    if added in REPEATED:
        return _form(visitor, None, None, {**AT_LEAST, added: count_of(form, added) + 1}, added)
    said = typed(parts_of(Filing), form)
    try:
        raw = json.dumps(said.value).encode()
        filed = await file(services, once_of(services, visitor.signed.actor, form.one("key"), PLACE, raw))
    except Problem as found:
        return _form(visitor, found, said, dict(AT_LEAST))
    except StoreUnavailable:
        return resume(visitor, visitor.place, tuple(form.kept()), problem("store_unavailable"), 503)
    return lead_to(f"/cases/{filed.case_id}/filed")


@router.get("/cases/{case_id}/filed")
async def show_receipt(case_id: CaseId, visitor: SignedIn) -> Response:
    """Number and codes, to be read out or printed."""
    services, actor = visitor.services, visitor.signed.actor
    view = await opened_view(services, await current_view(services, case_id, actor), actor, "receipt")
    naming = Naming(visitor.words, services.tables, {}, view.clocks, view.filing)
    codes = query_codes(services, case_id)
    open_items = view.open_items if view.findings else (*missing(view.filing), *view.open_items)
    return page(visitor, "filed.html", view=view, naming=naming, codes=codes, open_items=open_items)


def _may_file(visitor: Visitor) -> None:
    if not may(visitor.signed.actor.roles, "file"):
        raise refused_as("forbidden")


def _form(
    visitor: Visitor, found: Problem | None, said: Typed | None, at_least: dict[str, int], added: str = ""
) -> Response:
    errors = errors_of(found, said, visitor.words) if found and said else {}
    form = visitor.form
    draft = Draft(
        words=visitor.words,
        form=form,
        prefix="file",
        preset={"received_at": f"{datetime.now(UTC).astimezone(CHINA):%Y-%m-%dT%H:%M}"},
        options={"profile": _regimes(visitor)},
        errors=errors,
        at_least=at_least,
    )
    sections = _sections(draft)
    every = tuple(part for _, parts in sections for part in parts)
    same_key = found is not None and found.code in SAME_KEY
    key = form.one("key") if form and (same_key or found is None) else str(uuid4())
    return page(
        visitor,
        "new_case.html",
        200 if found is None else found.status,
        sections=sections,
        seldom=SELDOM,
        repeated=REPEATED,
        key=key,
        found=found,
        refusal=summary(every, errors),
        added=added,
    )


def _sections(draft: Draft) -> list[tuple[str, tuple[Input | Fieldset, ...]]]:
    parts: dict[str, Part] = {part.name: part for part in parts_of(Filing)}
    return [(name, bound(tuple(parts[each] for each in fields), draft)) for name, fields in SECTIONS]


def _regimes(visitor: Visitor) -> tuple[tuple[Any, str], ...]:
    return tuple(
        (each.id, visitor.words.title(each))
        for each in visitor.services.tables.current
        if each.regime == REGIME
    )
