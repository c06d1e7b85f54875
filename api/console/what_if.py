"""What a deadline would be: a question about one clock of a case, answered beside how it stands. No case is
touched, and what a rule would refuse is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.cards import LIVE, base_length
from api.console.naming import Naming
from api.console.pages import page
from api.console.strip import Strip, strip_of
from api.console.visitor import SignedIn
from api.console.words import Words
from api.http.one_case import CaseId, current_view, opened_view
from api.http.problems import Problem, problem
from api.http.timeline import explained
from redress.contracts.complaint import WhatIf
from redress.domain.counting import CHINA, EndRoll
from redress.domain.prose import prose
from redress.domain.view import CaseView

LONGEST: Final = 36_500

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Supposed:
    """The question as it was typed; `errors` by field."""

    clock: str = ""
    resumed_on: str = ""
    extension: str = ""
    end_roll: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


NOTHING: Final = Supposed()


@dataclass(frozen=True, slots=True)
class Answered:
    """A deadline as it is, or as it would be. `due_on` None: it would stand still."""

    due_on: date | None
    safe_due_on: date | None
    strip: Strip | None
    words: str
    refused: bool


@router.get("/cases/{case_id}/what-if")
async def show_what_if(
    case_id: CaseId,
    visitor: SignedIn,
    clock: Annotated[str, Query(max_length=200)] = "",
    resumed_on: Annotated[str, Query(max_length=20)] = "",
    extension: Annotated[str, Query(max_length=20)] = "",
    end_roll: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Both dates with their strips, side by side; or the form with what is wrong with it."""
    services = visitor.services
    view = await current_view(services, case_id, visitor.signed.actor)
    view = await opened_view(services, view, visitor.signed.actor, "what_if")
    naming = Naming(visitor.words, services.tables, {}, view.clocks, view.filing)
    clocks = tuple(one for one in view.clocks if one.ended_at is None and one.state in LIVE)
    asked = next((one for one in clocks if one.key == clock), None)
    if asked is None:
        raise problem("unknown_clock")
    question, errors = _question(resumed_on.strip(), extension.strip(), end_roll, visitor.words)
    supposed = Supposed(clock, resumed_on.strip(), extension.strip(), end_roll, errors)
    found = problem("invalid_query") if errors else None
    answers: tuple[Answered, ...] = ()
    if not errors:
        try:
            now = await explained(services, case_id, clock)
            then = await services.engine.ask(case_id, "what_if", dict, clock, question, None)
        except Problem as away:
            found = away
        else:
            base = base_length(services, asked)
            answers = tuple(_answered(one, view, visitor.words, base) for one in (now, then))
    return page(
        visitor,
        "what_if.html",
        found.status if found else 200,
        view=view,
        naming=naming,
        clocks=clocks,
        clock=asked,
        supposed=supposed,
        found=found,
        answers=answers,
        later=_later(answers),
    )


def _question(
    resumed_on: str, extension: str, end_roll: str, words: Words
) -> tuple[WhatIf, dict[str, str]]:
    """What is asked, and what is wrong with it by field."""
    errors: dict[str, str] = {}
    day = length = None
    try:
        day = date.fromisoformat(resumed_on) if resumed_on else None
    except ValueError:
        errors["resumed_on"] = words("wrong.impossible_date")
    if extension:
        usable = extension.isascii() and extension.isdigit() and len(extension) < 6
        length = int(extension) if usable and 0 < int(extension) <= LONGEST else None
        if length is None:
            errors["extension"] = words("what_if.wrong.extension")
    roll = EndRoll(end_roll) if end_roll in set(EndRoll) else None
    if not errors and (day, length, roll) == (None, None, None):
        errors["resumed_on"] = words("what_if.wrong.nothing")
    return WhatIf(resumed_on=day, extension=length, end_roll=roll), errors


def _answered(answer: Mapping[str, Any], view: CaseView, words: Words, base: int | None) -> Answered:
    today = view.now.astimezone(CHINA).date()
    usable = "error" not in answer
    return Answered(
        due_on=_day(answer, "due_on"),
        safe_due_on=_day(answer, "safe_due_on"),
        strip=strip_of(answer, today, None, base) if usable else None,
        words=prose(answer, words.lang) if usable else str(answer["error"]),
        refused=bool(answer.get("refused_extensions")),
    )


def _day(answer: Mapping[str, Any], name: str) -> date | None:
    text = answer.get(name)
    return date.fromisoformat(text) if text else None


def _later(answers: tuple[Answered, ...]) -> int | None:
    """By how many days the supposed last day is later, negative when earlier; None where one is open."""
    if len(answers) != 2 or answers[0].due_on is None or answers[1].due_on is None:
        return None
    return (answers[1].due_on - answers[0].due_on).days
