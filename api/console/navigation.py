"""The menu: which page stands in it, under which words, and for whom. A page that somebody may not open is
absent here and refused by its handler.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from api.console.visitor import Visitor
from api.http.supervising import SUPERVISING
from redress.domain.actors import Role


def everybody(visitor: Visitor) -> bool:
    """Everybody signed in."""
    return visitor.reader is not None


def clerks(visitor: Visitor) -> bool:
    return visitor.clerk


def in_charge(visitor: Visitor) -> bool:
    return visitor.in_charge


def administrators(visitor: Visitor) -> bool:
    return visitor.reader is not None and Role.ADMINISTRATOR in visitor.reader.actor.roles


def supervising(visitor: Visitor) -> bool:
    """Whether the visitor looks at the board."""
    return visitor.reader is not None and bool(SUPERVISING.intersection(visitor.reader.actor.roles))


def auditors(visitor: Visitor) -> bool:
    return visitor.reader is not None and Role.AUDITOR in visitor.reader.actor.roles


@dataclass(frozen=True, slots=True)
class Entry:
    place: str
    words: str
    whom: Callable[[Visitor], bool] = everybody


MENU: Final = (
    Entry("/desk", "nav.desk"),
    Entry("/board", "nav.board", supervising),
    Entry("/inbox", "nav.inbox"),
    Entry("/cases/new", "nav.new"),
    Entry("/reports/new", "nav.report"),
    Entry("/inquiries", "nav.inquiries"),
    Entry("/shift", "nav.shift"),
    Entry("/print-queue", "nav.print", clerks),
    Entry("/jobs", "nav.jobs"),
    Entry("/admin/calendars", "nav.calendars", administrators),
    Entry("/admin/profiles", "nav.profiles", administrators),
    Entry("/assignment", "nav.assignment", in_charge),
    Entry("/phrases", "nav.phrases", in_charge),
    Entry("/outbox", "nav.outbox", in_charge),
    Entry("/admin/people", "nav.admin", administrators),
    Entry("/admin/log", "nav.admin_log", auditors),
    Entry("/permissions", "nav.permissions"),
)


def menu_of(visitor: Visitor) -> tuple[Entry, ...]:
    """What the visitor's menu shows, in its order."""
    return tuple(entry for entry in MENU if entry.whom(visitor))
