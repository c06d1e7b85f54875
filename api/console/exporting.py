"""The list of the desk and the figures of a period, taken along by a job: in the words of its reader."""

import json
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.bulk import PLACE
from api.console.pages import lead_to
from api.console.visitor import SignedIn
from api.console.words import Words
from api.http.case_list import Wanted
from api.http.export_jobs import Labels
from api.http.jobs import started
from api.http.once import once_of
from api.http.outgoing import jsonable
from api.http.problems import problem
from redress.contracts.listing import COLUMNS
from redress.domain.case import Stage
from redress.domain.commands import Outcome, Urgency
from redress.domain.events import Matter
from redress.domain.facts import Channel, ClaimKind

CODES: Final[tuple[tuple[str, str, type[Any]], ...]] = (
    ("stage", "stage", Stage),
    ("matter", "matter", Matter),
    ("channel", "value.Channel", Channel),
    ("urgency", "value.Urgency", Urgency),
    ("claim", "value.ClaimKind", ClaimKind),
    ("outcome", "value.Outcome", Outcome),
)
"""Groups of codes in a list, and where their words stand."""

router = APIRouter()


@router.post("/jobs/export")
async def export(visitor: SignedIn) -> Response:
    """To the job that reads the list which the desk has shown, all of its pages."""
    form = visitor.form
    try:
        filters = json.loads(form.one("filters") or "{}")
    except ValueError:
        raise problem("form_expired") from None
    raw = json.dumps({"kind": "export", "format": form.one("format"), "filters": filters}).encode()
    once = once_of(visitor.services, visitor.signed.actor, form.one("key"), PLACE, raw)
    job = await started(visitor.services, once, labels_in(visitor.words))
    return lead_to(f"/jobs/{job.id}")


@router.post("/jobs/report")
async def report(visitor: SignedIn) -> Response:
    """To the job that makes the file of the period which the statistics have shown."""
    form = visitor.form
    asked = {name: form.one(name) or None for name in ("period_kind", "period", "office", "format")}
    raw = json.dumps({"kind": "report", **asked, "lang": visitor.words.lang}).encode()
    once = once_of(visitor.services, visitor.signed.actor, form.one("key"), PLACE, raw)
    job = await started(visitor.services, once)
    return lead_to(f"/jobs/{job.id}")


def said_of(wanted: Wanted) -> str:
    """The filters as the form carries them."""
    return json.dumps({name: value for name, value in jsonable(wanted).items() if value is not None})


def labels_in(words: Words) -> Labels:
    """What columns and codes are called on the pages."""
    named = {
        f"{group}.{one.value}": words(f"{place}.{one.value}") for group, place, kind in CODES for one in kind
    }
    return Labels(
        head={name: words(f"export.{name}") for name in COLUMNS},
        words={**named, "yes_no.yes": words("yes")},
        english=words.lang == "en",
    )
