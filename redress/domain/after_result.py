"""What a case knows after its result: figures, feedback, call-back, quality, publication, archive. A part of
its state; the rules are in `deciding`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from redress.domain.commands import CallbackMethod, QualityScore, SatisfactionParts, Secrecy
from redress.domain.events import Figures
from redress.domain.facts import Method

DISSATISFIED_AT_MOST = 2
"""An overall satisfaction of 1 or 2 out of 5 is dissatisfaction."""

WRITTEN = frozenset({Method.LETTER, Method.EMAIL, Method.PLATFORM})
"""Ways of telling a result in writing (S0-37)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReview:
    """`person` reviewed it; the remarks are in the ledger."""

    at: datetime
    person: str
    score: QualityScore


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterResult:
    """`round` is 2 once a dissatisfied complainant has the case handled again (S0-27) by somebody who is not
    among `former_handlers`. `performance_asked_at`: the call-back heard of a broken promise then, and nobody
    has recorded since whether it was kept after all. `callback_attempts` reached nobody.
    """

    figures: Figures | None = None
    fed_back_by: tuple[Method, ...] = ()
    callback_method: CallbackMethod | None = None
    callback_attempts: int = 0
    callback_excused: bool = False
    satisfaction_parts: SatisfactionParts | None = None
    dissatisfied: bool = False
    performance_asked_at: datetime | None = None
    round: int = 1
    former_handlers: tuple[str, ...] = ()
    sampled: bool = False
    quality: QualityReview | None = None
    lessons: int = 0
    secrecy: Secrecy = Secrecy.NONE
    published_at: datetime | None = None
    archived_at: datetime | None = None
    retain_until: date | None = None
    permanent: bool = False


def in_writing_and_by_phone(methods: tuple[Method, ...]) -> tuple[str, ...]:
    """Which of the two ways of S0-37 is still owed: `written`, `phone`."""
    owed = (("written", not WRITTEN.intersection(methods)), ("phone", Method.PHONE not in methods))
    return tuple(name for name, missing in owed if missing)
