"""The case page: what a case is, its clocks, what has happened, and what may be done now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.console.archive import SaidReason, reason_of
from api.console.around import Surroundings, surroundings
from api.console.barred import barred
from api.console.bound import Draft, Fieldset, Input, Wrong, bound, errors_of, summary
from api.console.cards import cards_of
from api.console.choices import offered, preset, ways
from api.console.clues import clue_words
from api.console.forms import SHOWN_AT, Part, Typed, parts_of, version_of
from api.console.leaps import leaps_of, lived_through
from api.console.naming import Naming
from api.console.pages import page
from api.console.receivers import receivers
from api.console.steps import COMMANDS, ELSEWHERE, grouped, has_object, suggested
from api.console.telling import Told, told
from api.console.topics import ALL, TOPICS
from api.console.visitor import FormData, SignedIn, Visitor
from api.console.what_if import NOTHING
from api.http.accesses import MAY_LOOK
from api.http.one_case import CaseId, commands_of, current_view, opened_view, query_codes
from api.http.opening import MAY_OPEN, ArchiveReason
from api.http.problems import Problem
from api.http.rehearsal import FastForward
from redress.domain.actors import Actor
from redress.domain.counting import CHINA
from redress.domain.documents import DocumentStanding
from redress.domain.view import CaseView

FAST_FORWARD: Final = "fast_forward"
WITH_FILE: Final = "add_evidence"
"""The command whose form carries a file."""

SAME_KEY: Final = frozenset({"engine_busy", "store_unavailable", "still_running", "jump_held"})
"""After these the same key must be sent again: the answer may still come under it."""

QUICK: Final = {"record_contact": "c", "add_note": "n", "assign": "a", "add_evidence": "e"}
"""The commands that one key opens, with their keys."""

OPEN_GROUP: Final = "contact"

MOST_FIRST: Final = 3
"""How many likely next steps stand before the others."""

LAST_SEQ: Final = 2_147_483_647

AT_LEAST: Final = {"record_session": {"private_notes": 2}, "record_agreement": {"due": 3}}
"""How many of a repeated group a command's form shows."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was sent and not taken."""

    command: str
    found: Problem
    said: Typed


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a case page asks for; see `show_case`."""

    done: str = ""
    reason: ArchiveReason | None = None
    show: str = ALL
    until: int | None = None
    enter: str = ""
    since: int | None = None


PLAINLY: Final = Asked()


@dataclass(frozen=True, slots=True)
class CommandForm:
    """One command's form. `more`: inputs that are seldom needed; `open`: it was just sent."""

    command: str
    action: str
    key: str
    main: tuple[Input | Fieldset, ...]
    more: tuple[Input | Fieldset, ...]
    open: bool


@router.get("/cases/{case_id}")
async def show_case(
    case_id: CaseId,
    visitor: SignedIn,
    done: Annotated[str, Query(max_length=60)] = "",
    reason: SaidReason = "",
    show: Annotated[str, Query(max_length=40)] = ALL,
    until: Annotated[str, Query(max_length=10)] = "",
    enter: Annotated[str, Query(max_length=60)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The texts of an archived case are opened for a reason alone; one we do not know is none.

    `show` filters the timeline, `until` shows an earlier part of it, `enter` opens the form of a command.
    `since`: what happened after that event is told on top.
    """
    known = done in COMMANDS or done in (FAST_FORWARD, "file")
    asked = Asked(
        done=done if known else "",
        reason=reason_of(reason),
        show=show if show in TOPICS else ALL,
        until=seq_of(until),
        enter=enter,
        since=seq_of(since),
    )
    return await case_page(visitor, case_id, asked=asked)


async def case_page(
    visitor: Visitor, case_id: str, tried: Tried | None = None, *, asked: Asked = PLAINLY
) -> Response:
    """The page as the visitor may see it; with `tried` the form that was not taken, open and filled in."""
    services, actor = visitor.services, visitor.signed.actor
    current = await current_view(services, case_id, actor)
    view = await opened_view(services, current, actor, "case", asked.reason)
    around = await surroundings(visitor, view, asked.reason, asked.until)
    naming = Naming(
        visitor.words, services.tables, around.names, view.clocks, view.filing, around.offices
    )
    today = view.now.astimezone(CHINA).date()
    forms = _forms(visitor, view, around, naming, tried, asked.enter)
    forward = _forward_form(visitor, view, tried)
    entries = tuple(
        told(row, event, naming, around.moves.get(row.seq)) for row, event in around.happened.events
    )
    cards = await cards_of(services, view, naming, today)
    stopped = barred(around.case, forms, actor, view.now, services.tables)
    first = tuple(name for name in suggested(view, tuple(forms)) if name not in stopped)[:MOST_FIRST]
    return page(
        visitor,
        "case.html",
        200 if tried is None else tried.found.status,
        view=view,
        naming=naming,
        today=today,
        shown_at=_shown_at(view, tried, visitor.form),
        cards=cards,
        next_duty_card=next((card for card in cards if card.owed and card.left is not None), None),
        entries=tuple(reversed(entries)),
        topics=tuple((topic, sum(one.topic == topic for one in entries)) for topic in TOPICS),
        show=asked.show,
        until=asked.until,
        before=around.before,
        forms=forms,
        forward=forward,
        first=first,
        rest=tuple(_folded(forms, first)),
        stopped=stopped,
        quick=tuple((name, key) for name, key in QUICK.items() if name in forms),
        nothing_supposed=NOTHING,
        scannable=_scannable(view, actor),
        office=around.offices.get(view.office),
        alike=around.alike,
        clues=clue_words(around.clues, visitor.words),
        proposed=around.offices.get(view.findings.proposed_office or "") if view.findings else None,
        refusal=_refusal(visitor, tried, forms, forward),
        leaps=leaps_of(view),
        passed=lived_through(entries, asked.since),
        meanwhile=_meanwhile(tried, visitor.form, entries),
        tried=tried,
        done=asked.done,
        codes=query_codes(services, case_id, view.parties, view.own),
        pieces=around.pieces,
        may_open=bool(MAY_OPEN.intersection(actor.roles)),
        most=services.settings.file_limit,
        with_file=WITH_FILE,
        reasons=tuple(ArchiveReason),
        reason=asked.reason,
        may_look=bool(MAY_LOOK.intersection(actor.roles)),
        papers=tuple(name for name in commands_of(view, actor) if name in ELSEWHERE),
        fresh_key=lambda: str(uuid4()),
    )


def _folded(
    forms: dict[str, CommandForm], first: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """The other commands under their headings; whether the heading stands open."""
    for group, names in grouped(tuple(forms), first):
        yield group, names, group == OPEN_GROUP or any(forms[name].open for name in names)


def _scannable(view: CaseView, actor: Actor) -> frozenset[int]:
    """The papers of which the signed sheet is still to be scanned back."""
    if not {"attach_scan", WITH_FILE} <= {*commands_of(view, actor)}:
        return frozenset()
    issued = (each for each in view.documents if each.standing is DocumentStanding.ISSUED)
    return frozenset(each.number for each in issued if each.scan is None)


def _forms(
    visitor: Visitor, view: CaseView, around: Surroundings, naming: Naming, tried: Tried | None, enter: str
) -> dict[str, CommandForm]:
    """The forms of the commands allowed now, and of one that was just tried and is not allowed any more."""
    given = commands_of(view, visitor.signed.actor)
    here = [name for name in given if name in COMMANDS and name not in ELSEWHERE]
    names = [name for name in here if has_object(name, view)]
    if tried is not None and tried.command in COMMANDS and tried.command not in names:
        names.append(tried.command)
    forms = {name: _form(name, visitor, view, around, naming, tried) for name in names}
    if tried is None and enter in forms:
        forms[enter] = replace(forms[enter], open=True)
    return forms


def _form(
    name: str, visitor: Visitor, view: CaseView, around: Surroundings, naming: Naming, tried: Tried | None
) -> CommandForm:
    mine = tried is not None and tried.command == name
    draft = Draft(
        words=visitor.words,
        form=visitor.form if mine else FormData(),
        prefix=name,
        preset=preset(name, view, view.now),
        options={
            **offered(name, view, visitor.services.tables, around.people, naming),
            **ways(name, visitor.services.settings, visitor.words),
            **receivers(
                name, view, around.offices, visitor.services.tables.taxonomy, visitor.words
            ),
        },
        errors=errors_of(tried.found, tried.said, visitor.words) if tried is not None and mine else {},
        at_least=AT_LEAST.get(name, {}),
    )
    parts = parts_of(COMMANDS[name])
    main = bound(tuple(part for part in parts if not _seldom(part)), draft)
    more = bound(tuple(part for part in parts if _seldom(part)), draft)
    action = f"/cases/{view.case_id}/commands/{name}"
    return CommandForm(name, action, _key(visitor, tried, mine), main, more, mine)


def seq_of(text: str) -> int | None:
    """The number of an event in an address or a form."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < LAST_SEQ else None


def _seldom(part: Part) -> bool:
    return part.name == "occurred_at"


def _forward_form(visitor: Visitor, view: CaseView, tried: Tried | None) -> CommandForm:
    mine = tried is not None and tried.command == FAST_FORWARD
    draft = Draft(
        words=visitor.words,
        form=visitor.form if mine else FormData(),
        prefix=FAST_FORWARD,
        preset={"working_days": "1"},
        errors=errors_of(tried.found, tried.said, visitor.words) if tried is not None and mine else {},
    )
    main = tuple(reversed(bound(parts_of(FastForward), draft)))
    action = f"/cases/{view.case_id}/fast-forward"
    return CommandForm(FAST_FORWARD, action, _key(visitor, tried, mine), main, (), mine)


def _key(visitor: Visitor, tried: Tried | None, mine: bool) -> str:
    """A fresh key for a form, or the one under which an answer may still come."""
    if tried is not None and mine and tried.found.code in SAME_KEY:
        return visitor.form.one("key")
    return str(uuid4())


def _refusal(
    visitor: Visitor, tried: Tried | None, forms: dict[str, CommandForm], forward: CommandForm
) -> tuple[Wrong, ...]:
    """What stands against the form, input by input; empty where a rule refused it as a whole."""
    if tried is None:
        return ()
    errors = errors_of(tried.found, tried.said, visitor.words)
    form = forms.get(tried.command, forward)
    return summary(form.main + form.more, errors)


def _shown_at(view: CaseView, tried: Tried | None, form: FormData) -> str:
    """The case's present as the forms carry it; a form that comes back keeps the moment it was shown with."""
    kept = form.one(SHOWN_AT) if tried is not None and tried.found.code in SAME_KEY else ""
    return kept or view.now.astimezone(CHINA).isoformat()


def _meanwhile(tried: Tried | None, form: FormData, entries: tuple[Told, ...]) -> tuple[Told, ...]:
    """What others did while the form was being filled in."""
    version = version_of(form)
    if tried is None or tried.found.code not in ("stale", "idempotency_key_reused") or version is None:
        return ()
    return tuple(each for each in entries if each.seq > version)
