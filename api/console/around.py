"""What the database knows around a case: its events, people, offices, evidence, and the clues it led to."""

from dataclasses import dataclass

from api.console.clues import clue_states
from api.console.visitor import Visitor
from api.http.evidence import pieces
from api.http.opening import ArchiveReason
from api.http.timeline import MOST_EVENTS, Happened, happened
from redress.domain.case import Case
from redress.domain.events import Recorded
from redress.domain.evolve import evolve
from redress.domain.moves import Move, moves
from redress.domain.view import CaseView
from redress.persistence.accounts import Colleague, colleagues, names_of
from redress.persistence.evidence_files import EvidenceItem
from redress.persistence.jobs import numbers_of
from redress.persistence.offices import Office, list_offices
from redress.persistence.pool import StoreUnavailable, acting_as


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Empty while the database does not answer. `before`: where those before end, 0: there are none.

    `alike`: the numbers of those suspected duplicates that the reader sees. `moves` and `case` come from the
    whole history; they are empty and None where only its end is at hand.
    """

    happened: Happened
    people: tuple[Colleague, ...]
    names: dict[str, str]
    offices: dict[str, Office]
    pieces: tuple[EvidenceItem, ...] | None
    clues: dict[str, str | None]
    alike: dict[str, str]
    moves: dict[int, Move]
    case: Case | None = None
    before: int = 0


NOTHING = Surroundings(Happened((), None), (), {}, {}, None, {}, {}, {})


async def surroundings(
    visitor: Visitor, view: CaseView, reason: ArchiveReason | None, until: int | None = None
) -> Surroundings:
    """Around a case as its reader may see it; `until`: the last event of an earlier part of the timeline."""
    services, actor = visitor.services, visitor.signed.actor
    first = max(1, (until or view.version) - MOST_EVENTS + 1)
    try:
        found = await happened(
            services, view.case_id, actor, first, min(MOST_EVENTS, until or MOST_EVENTS), reason
        )
        listed = await pieces(services, view.case_id, actor, reason)
        async with acting_as(services.pool, actor) as connection:
            people = await colleagues(connection, view.office)
            persons = {row.actor for row, _ in found.events} | {each.person for each in people}
            persons |= {view.handler or "", view.passing.first_contact or "", view.grading.owner or ""}
            persons |= {each.mediator for each in view.sessions}
            persons |= {each.mediator for each in view.proceedings.recusals}
            persons |= {each.person for each in view.proceedings.contacts}
            names = await names_of(connection, sorted(persons))
            offices = {each.path: each for each in await list_offices(connection)}
            clues = await clue_states(connection, view)
            alike = await numbers_of(connection, view.findings.duplicates) if view.findings else {}
    except StoreUnavailable:
        return NOTHING
    history = recorded_of(found)
    whole = first == 1 and bool(history)
    return Surroundings(
        found, people, names, offices, listed, clues, alike,
        moves=moves(history, services.tables) if whole else {},
        case=_evolved(history) if whole and until is None else None,
        before=first - 1,
    )  # fmt: skip


def recorded_of(found: Happened) -> tuple[Recorded, ...]:
    """The rows of the ledger as the domain records them."""
    return tuple(
        Recorded(
            seq=row.seq, at=row.at, occurred_at=row.occurred_at, person=row.actor, office=row.office,
            command_id=None, event=event,
        )
        for row, event in found.events
    )  # fmt: skip


def _evolved(history: tuple[Recorded, ...]) -> Case:
    case = Case()
    for one in history:
        case = evolve(case, one)
    return case
