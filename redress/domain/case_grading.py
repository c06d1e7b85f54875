"""What a case keeps of its grade, its classification and of orders by superiors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from redress.domain.commands.grading import Criterion, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """An open order (督办) of `office`; answered ones are in the ledger."""

    number: int
    office: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """Ungraded is ordinary. `category` and the like are codes of the taxonomy."""

    urgency: Urgency = Urgency.ORDINARY
    key: bool = False
    owner: str | None = None
    criteria: tuple[Criterion, ...] = ()
    graded_at: datetime | None = None
    reported_at: datetime | None = None
    category: str | None = None
    industry: str | None = None
    problems: tuple[str, ...] = ()
    region: str | None = None
    supervisions: tuple[Supervision, ...] = ()
    supervised: int = 0
    urged: int = 0
    urged_at: datetime | None = None
